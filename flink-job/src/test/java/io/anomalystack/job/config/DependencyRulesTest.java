package io.anomalystack.job.config;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom in this module: dependencies point down only. */
class DependencyRulesTest {
  private static final JavaClasses JOB =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.anomalystack.job");

  @Test
  void onlyThePortsKnowKafka() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.anomalystack.job.kafka..")
        .and()
        .doNotHaveFullyQualifiedName("io.anomalystack.job.AnomalyDetectionJob")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "org.apache.flink.connector.kafka..",
            "io.anomalystack.job.kafka..")
        .check(JOB);
  }

  @Test
  void readingAndDecodingKnowNothingOfFlink() {
    noClasses()
        .that()
        .resideInAnyPackage("io.anomalystack.job.decode..", "io.anomalystack.job.files..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .check(JOB);
  }

  @Test
  void rulesOfTimeKnowNothingOfFlink() {
    noClasses()
        .that()
        .haveSimpleName("SeriesRules")
        .or()
        .haveSimpleName("SeriesWindows")
        .or()
        .haveSimpleName("PastPeriods")
        .or()
        .haveSimpleName("PointEmitter")
        .or()
        .haveSimpleName("OpenPeriod")
        .or()
        .haveSimpleName("Accumulator")
        .or()
        .haveSimpleName("ExactSum")
        .or()
        .haveSimpleName("PartitionClock")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .check(JOB);
  }

  @Test
  void rulesOfIncidentsKnowNothingOfFlink() {
    noClasses()
        .that()
        .haveSimpleName("IncidentRules")
        .or()
        .haveSimpleName("Incident")
        .or()
        .haveSimpleName("Moment")
        .or()
        .haveSimpleName("Anomalous")
        .or()
        .haveSimpleName("Expectation")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .check(JOB);
  }

  @Test
  void incidentsKnowNothingOfHowDecisionsAreMade() {
    noClasses()
        .that()
        .resideInAPackage("io.anomalystack.job.incidents..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.anomalystack.job.windowing..",
            "io.anomalystack.job.scoring..",
            "io.anomalystack.detection..")
        .check(JOB);
  }

  @Test
  void windowingAndScoringKnowNoConnector() {
    noClasses()
        .that()
        .resideInAnyPackage("io.anomalystack.job.windowing..", "io.anomalystack.job.scoring..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.flink.connector..",
            "org.apache.flink.api.connector..",
            "org.apache.kafka..")
        .check(JOB);
  }

  @Test
  void windowingKnowsNothingOfScoringNorDecodingOfWindowing() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.anomalystack.job.decode..",
            "io.anomalystack.job.ingest..",
            "io.anomalystack.job.windowing..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.anomalystack.job.scoring..",
            "io.anomalystack.job.history..",
            "io.anomalystack.detection..")
        .check(JOB);
    noClasses()
        .that()
        .resideInAnyPackage("io.anomalystack.job.decode..", "io.anomalystack.job.ingest..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.anomalystack.job.windowing..")
        .check(JOB);
  }

  @Test
  void historyKnowsNothingOfModels() {
    noClasses()
        .that()
        .resideInAPackage("io.anomalystack.job.history..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.anomalystack.job.scoring..", "io.anomalystack.detection..")
        .check(JOB);
  }

  @Test
  void nobodyKnowsTheLocalMode() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.anomalystack.local..")
        .check(JOB);
  }
}
