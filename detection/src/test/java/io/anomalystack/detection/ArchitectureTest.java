package io.anomalystack.detection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The detection core computes: whatever it needs comes in as a value. */
class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.anomalystack.detection");

  @Test
  void knowsNoPlatform() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..", "software.amazon.awssdk..", "com.amazonaws..")
        .check(CORE);
  }

  @Test
  void readsNoClock() {
    noClasses().should().dependOnClassesThat().haveNameMatching("java\\.time\\.Clock").check(CORE);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(CORE);
    noClasses().should().callMethod(System.class, "nanoTime").check(CORE);
  }

  @Test
  void touchesNoFiles() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..")
        .check(CORE);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File|RandomAccessFile|.*Stream|Reader|Writer).*")
        .check(CORE);
  }

  @Test
  void keepsTheForestLibraryToOnePackage() {
    classes()
        .that()
        .resideOutsideOfPackage("..forest")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("com.amazon.randomcutforest..")
        .check(CORE);
  }
}
