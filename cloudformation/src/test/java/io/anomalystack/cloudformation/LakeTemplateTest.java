package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.lake.LakeLayout;
import io.anomalystack.lake.sql.LakeSql;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LakeTemplateTest {
  private final Template template = Template.read(Template.LAKE);

  @Test
  void glueTableHasTheColumnsOfTheFilesInTheirOrderAndNoOthers() throws Exception {
    assertThat(columns(table("Decisions")))
        .containsExactlyEntriesOf(inGlue(EmptyLake.fileColumns()));
  }

  @Test
  void glueTableLooksForPartitionsWhereTheSinkPutsThem() throws Exception {
    JsonNode parameters = table("Decisions").path("Parameters");

    assertThat(table("Decisions").path("PartitionKeys").findValuesAsText("Name"))
        .containsExactly("date");
    assertThat(parameters.path("storage.location.template").asText())
        .endsWith("/" + LakeLayout.TABLE + "/date=${!date}/");
    assertThat(parameters.path("projection.date.range").asText()).endsWith(",NOW+1DAYS");
  }

  @ParameterizedTest
  @MethodSource("views")
  void viewSaysToGlueAndToAthenaWhatItsSqlSays(String view) throws Exception {
    JsonNode table = tableNamed(view);
    JsonNode text = table.path("ViewOriginalText");
    JsonNode json = new ObjectMapper().readTree(substituted(text.get(1).at("/Json/Fn::Base64")));
    List<Column> expected;
    try (EmptyLake lake = EmptyLake.open()) {
      expected = lake.columnsOf("select * from " + view);
    }

    assertThat(text.get(0).asText()).isEqualTo("/* Presto View: ${Json} */");
    assertThat(json.path("originalSql").asText()).isEqualTo(LakeSql.view(view).strip());
    assertThat(json.path("schema").asText()).isEqualTo(EmptyLake.DATABASE);
    assertThat(json.path("columns"))
        .extracting(column -> column.path("name").asText() + " " + column.path("type").asText())
        .containsExactlyElementsOf(
            expected.stream().map(c -> c.name() + " " + c.type().athena()).toList());
    assertThat(columns(table)).containsExactlyEntriesOf(inGlue(expected));
  }

  static List<String> views() {
    return LakeSql.VIEWS;
  }

  @Test
  void everyQueryIsSavedWordForWord() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    LakeSql.QUERIES.forEach(name -> expected.put(name, LakeSql.query(name).strip()));
    Map<String, String> saved = new TreeMap<>();
    for (JsonNode resource : template.tree().path("Resources")) {
      if (resource.path("Type").asText().equals("AWS::Athena::NamedQuery")) {
        JsonNode properties = resource.path("Properties");
        saved.put(properties.path("Name").asText(), properties.path("QueryString").asText());
        // The longest that Athena takes.
        assertThat(properties.path("Description").asText()).hasSizeBetween(1, 1024);
      }
    }

    assertThat(saved).isEqualTo(expected);
  }

  @Test
  void workgroupLetsNobodyChooseOtherResultsOrReadWithoutLimit() throws Exception {
    JsonNode configuration = template.properties("WorkGroup").path("WorkGroupConfiguration");

    assertThat(configuration.path("EnforceWorkGroupConfiguration").asBoolean()).isTrue();
    assertThat(configuration.path("BytesScannedCutoffPerQuery").asText())
        .isEqualTo("MaxBytesScannedPerQuery");
    assertThat(configuration.at("/ResultConfiguration/EncryptionConfiguration").isMissingNode())
        .isFalse();
  }

  private JsonNode table(String resource) throws Exception {
    return template.properties(resource).path("TableInput");
  }

  private JsonNode tableNamed(String name) throws Exception {
    for (JsonNode resource : template.tree().path("Resources")) {
      JsonNode table = resource.at("/Properties/TableInput");
      if (table.path("Name").asText().equals(name)) {
        return table;
      }
    }
    throw new AssertionError("lake.yaml has no table or view " + name);
  }

  private static Map<String, String> inGlue(List<Column> columns) {
    Map<String, String> types = new LinkedHashMap<>();
    columns.forEach(column -> types.put(column.name(), column.type().glue()));
    return types;
  }

  private static Map<String, String> columns(JsonNode table) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (JsonNode column : table.at("/StorageDescriptor/Columns")) {
      columns.put(column.path("Name").asText(), column.path("Type").asText());
    }
    return columns;
  }

  /** As Fn::Sub would give it. */
  private static String substituted(JsonNode text) {
    return text.asText().replace("${Database}", EmptyLake.DATABASE).replace("${!", "${");
  }
}
