package io.anomalystack.job.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.anomalystack.model.RejectionReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads exactly one JSON object, strictly: no duplicate keys at any depth, nothing behind it, no
 * comments or single quotes, and not nested beyond {@value #MAX_DEPTH}.
 */
final class StrictJson {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_MESSAGE_CHARS = 300;

  private final JsonFactory factory;
  private final RejectionReason malformed;

  /**
   * A reader of objects.
   *
   * @param malformed why other bytes are rejected
   * @param notFinite whether the literals {@code NaN}, {@code Infinity} and {@code -Infinity} are
   *     numbers
   */
  StrictJson(RejectionReason malformed, boolean notFinite) {
    this.malformed = malformed;
    this.factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, notFinite)
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
  }

  /** Reads what lies in an object, from behind its beginning to its end. */
  interface Members<T> {
    void read(JsonParser parser, T into) throws IOException;
  }

  <T> void read(byte[] record, Members<T> members, T into) throws UnreadableRecordException {
    try (JsonParser parser = parser(record)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new UnreadableRecordException(
            RejectionReason.EMPTY_RECORD,
            "the record holds white space only; one JSON object is needed");
      }
      if (first != JsonToken.START_OBJECT) {
        throw malformed("one JSON object is needed, but the record begins with " + first);
      }
      members.read(parser, into);
      if (parser.nextToken() != null) {
        throw malformed(
            "text behind the JSON object at byte " + parser.currentTokenLocation().getByteOffset());
      }
    } catch (StreamConstraintsException e) {
      throw malformed(e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      // Without the source's excerpt: a payload has no place in a message.
      throw malformed(
          firstLine(e.getOriginalMessage())
              + " at byte "
              + (e.getLocation() == null ? "?" : e.getLocation().getByteOffset()));
    } catch (IOException e) {
      throw malformed(firstLine(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Plain ASCII is parsed as it is. Anything else is decoded first, strictly: Jackson's own decoder
   * lets some invalid UTF-8 pass, skips a byte order mark, and takes leading zeros for UTF-16.
   */
  private JsonParser parser(byte[] record) throws IOException, UnreadableRecordException {
    for (byte b : record) {
      if (b <= 0) {
        return factory.createParser(decoded(record));
      }
    }
    return factory.createParser(record);
  }

  private String decoded(byte[] record) throws UnreadableRecordException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("the record is not UTF-8");
    }
  }

  UnreadableRecordException malformed(String detail) {
    return new UnreadableRecordException(malformed, detail);
  }

  /** A parser's message as a detail: on one line, and not with half the record in it. */
  static String firstLine(String message) {
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.length() <= MAX_MESSAGE_CHARS ? line : line.substring(0, MAX_MESSAGE_CHARS) + "…";
  }
}
