package io.anomalystack.benchmarks;

import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.decode.TopicDecoder;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.job.ingest.SampleSerializer;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a record costs before its period: decoding, and the way through the shuffle. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
public class DecodeBenchmark {
  private final SampleSerializer serializer = new SampleSerializer();
  private final DataOutputSerializer out = new DataOutputSerializer(512);
  private TopicDecoder decoder;
  private RawRecord record;
  private Decoded decoded;

  /** A record of 100 bytes. */
  @Setup
  public void prepare() throws InvalidDetectorsException {
    decoder =
        new TopicDecoder(
            Records.TOPIC,
            DetectorFile.parse(Records.DETECTORS),
            new RecordFormat.Json(),
            System::currentTimeMillis);
    byte[] json = Records.json(1_724_938_512_000L, 123, 7).getBytes(StandardCharsets.UTF_8);
    record = new RawRecord(0, 0, System.currentTimeMillis(), json);
    decoded = decoder.decode(record);
  }

  @Benchmark
  public Decoded decode() {
    return decoder.decode(record);
  }

  @Benchmark
  public Object shuffle() throws IOException {
    out.clear();
    serializer.serialize(decoded.samples().get(0), out);
    return serializer.deserialize(
        new DataInputDeserializer(out.getSharedBuffer(), 0, out.length()));
  }
}
