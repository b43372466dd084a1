package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What QuickSight would only say on the day of a deployment: that its parts fit one another. */
class QuickSightTemplateTest {
  private static final int GRID_COLUMNS = 36;

  private final Template template = Template.read(Template.QUICKSIGHT);
  private JsonNode resources;
  private JsonNode definition;
  private JsonNode sheet;

  @BeforeEach
  void readTemplate() throws Exception {
    resources = template.tree().path("Resources");
    definition = resources.at("/Dashboard/Properties/Definition");
    assertThat(definition.path("Sheets")).hasSize(1);
    sheet = definition.path("Sheets").get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DecisionsSet", "AlertsSet", "SeriesDaysSet", "SeriesSet"})
  void dataSetHasTheColumnsOfItsSql(String resource) throws Exception {
    JsonNode sql = customSql(resource);
    String query =
        sql.path("SqlQuery")
            .asText()
            .replace("${Database}", EmptyLake.DATABASE)
            .replace("${HistoryDays}", "31");
    List<String> expected;
    try (EmptyLake lake = EmptyLake.open()) {
      expected =
          lake.columnsOf(query).stream()
              .map(column -> column.name() + " " + column.type().quickSight())
              .toList();
    }

    assertThat(sql.path("Columns"))
        .extracting(column -> column.path("Name").asText() + " " + column.path("Type").asText())
        .containsExactlyElementsOf(expected);
  }

  @Test
  void everyColumnShownIsInItsDataSetAndEveryMeasureANumber() {
    Map<String, Map<String, String>> sets = columnsBySet();

    assertThat(definition.findParents("ColumnName"))
        .isNotEmpty()
        .allSatisfy(
            column ->
                assertThat(sets.get(column.path("DataSetIdentifier").asText()))
                    .containsKey(column.path("ColumnName").asText()));
    assertThat(definition.findValues("NumericalMeasureField"))
        .isNotEmpty()
        .allSatisfy(
            field ->
                assertThat(
                        sets.get(field.at("/Column/DataSetIdentifier").asText())
                            .get(field.at("/Column/ColumnName").asText()))
                    .isIn("DECIMAL", "INTEGER"));
    assertThat(definition.findValues("DateDimensionField"))
        .allSatisfy(
            field ->
                assertThat(
                        sets.get(field.at("/Column/DataSetIdentifier").asText())
                            .get(field.at("/Column/ColumnName").asText()))
                    .isEqualTo("DATETIME"));
  }

  @Test
  void filterOverAllDataSetsFindsItsColumnWithOneTypeInThem() {
    for (JsonNode group : definition.path("FilterGroups")) {
      assertThat(group.path("CrossDataset").asText()).isEqualTo("ALL_DATASETS");
      String column = group.findPath("ColumnName").asText();
      Set<String> types =
          columnsBySet().values().stream()
              .filter(columns -> columns.containsKey(column))
              .map(columns -> columns.get(column))
              .collect(Collectors.toSet());
      assertThat(types).as(column).hasSize(1);
    }
  }

  @Test
  void keyFiguresHaveTheirTitlesAndCountFromTheBeginning() {
    Map<String, String> byTitle = new HashMap<>();
    Set<String> filteredByTime =
        stream(definition.path("FilterGroups"))
            .filter(group -> group.path("FilterGroupId").asText().equals("group-time"))
            .flatMap(group -> stream(group.findPath("VisualIds")))
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    for (JsonNode kpi : sheet.findValues("KPIVisual")) {
      byTitle.put(
          kpi.at("/Title/FormatText/PlainText").asText(), kpi.findPath("ColumnName").asText());
      assertThat(kpi.findPath("DataSetIdentifier").asText()).isEqualTo("series");
      assertThat(filteredByTime).isNotEmpty().doesNotContain(kpi.path("VisualId").asText());
    }

    assertThat(byTitle)
        .containsOnly(
            Map.entry("Number of Timeseries Tracked", "timeseries_id"),
            Map.entry("Number of Datapoints Processed", "processed_data_points"),
            Map.entry("Anomaly Confidence Score", "latest_confidence"));
  }

  @Test
  void scoreAndThresholdAreOnTheRightAxisAndValuesOnTheLeft() {
    JsonNode line =
        sheet.findValues("LineChartVisual").stream()
            .filter(visual -> visual.path("VisualId").asText().equals("line"))
            .findFirst()
            .orElseThrow();
    Map<String, String> columns = new HashMap<>();
    for (JsonNode measure : line.findValues("NumericalMeasureField")) {
      columns.put(measure.path("FieldId").asText(), measure.at("/Column/ColumnName").asText());
    }
    Map<String, String> axes = new HashMap<>();
    for (JsonNode series : line.findValues("FieldSeriesItem")) {
      axes.put(columns.get(series.path("FieldId").asText()), series.path("AxisBinding").asText());
    }

    assertThat(axes)
        .containsOnly(
            Map.entry("aggregated_measure_value", "PRIMARY_YAXIS"),
            Map.entry("predicted_value", "PRIMARY_YAXIS"),
            Map.entry("lower_bound", "PRIMARY_YAXIS"),
            Map.entry("upper_bound", "PRIMARY_YAXIS"),
            Map.entry("anomaly_score", "SECONDARY_YAXIS"),
            Map.entry("anomaly_decision_threshold", "SECONDARY_YAXIS"));
  }

  @Test
  void everyFieldThatAVisualSortsByOrDrawsIsItsOwn() {
    for (JsonNode visual : visuals()) {
      JsonNode chart = visual.path("ChartConfiguration");
      List<String> wells = chart.path("FieldWells").findValuesAsText("FieldId");
      List<String> used = new ArrayList<>();
      used.addAll(chart.path("SortConfiguration").findValuesAsText("FieldId"));
      used.addAll(chart.path("Series").findValuesAsText("FieldId"));
      used.addAll(chart.path("FieldOptions").findValuesAsText("FieldId"));

      String name = visual.path("VisualId").asText();
      assertThat(wells).as(name).isNotEmpty().doesNotHaveDuplicates().containsAll(used);
    }
  }

  @Test
  void filtersControlsAndVisualsNameOneAnother() {
    Set<String> visuals = ids(visuals(), "VisualId");
    List<String> filters = definition.path("FilterGroups").findValuesAsText("FilterId");

    assertThat(sheet.path("FilterControls").findValuesAsText("SourceFilterId"))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(filters);
    assertThat(definition.path("FilterGroups").findValuesAsText("SheetId"))
        .containsOnly(sheet.path("SheetId").asText());
    assertThat(stream(definition.path("FilterGroups").findPath("VisualIds")))
        .allSatisfy(id -> assertThat(visuals).contains(id.asText()));
  }

  @Test
  void everyVisualAndControlHasAPlaceOfItsOwn() {
    assertPlaced(sheet.path("Layouts"), ids(visuals(), "VisualId"));
    assertPlaced(
        sheet.path("SheetControlLayouts"),
        Set.copyOf(sheet.path("FilterControls").findValuesAsText("FilterControlId")));
  }

  @Test
  void everyDataSetThatIsShownIsRefreshed() {
    Map<String, String> refreshed = new HashMap<>();
    Map<String, String> sets = new HashMap<>();
    resources
        .properties()
        .forEach(
            entry -> {
              JsonNode resource = entry.getValue();
              String id = resource.at("/Properties/DataSetId").asText();
              switch (resource.path("Type").asText()) {
                case "AWS::QuickSight::DataSet" -> sets.put(entry.getKey(), id);
                case "AWS::QuickSight::RefreshSchedule" ->
                    refreshed.put(resource.path("DependsOn").asText(), id);
                default -> {}
              }
            });

    assertThat(refreshed).isEqualTo(sets).hasSize(4);
  }

  private static void assertPlaced(JsonNode layout, Set<String> ids) {
    JsonNode elements = layout.findPath("Elements");
    assertThat(elements.findValuesAsText("ElementId"))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(ids);
    Set<String> taken = new HashSet<>();
    for (JsonNode element : elements) {
      int left = element.path("ColumnIndex").asInt();
      int right = left + element.path("ColumnSpan").asInt();
      int top = element.path("RowIndex").asInt();
      assertThat(right).isLessThanOrEqualTo(GRID_COLUMNS);
      for (int row = top; row < top + element.path("RowSpan").asInt(); row++) {
        for (int column = left; column < right; column++) {
          assertThat(taken.add(row + "," + column))
              .as("%s at row %d, column %d", element.path("ElementId").asText(), row, column)
              .isTrue();
        }
      }
    }
  }

  private JsonNode customSql(String resource) {
    return resources.path(resource).path("Properties").findPath("CustomSql");
  }

  /** For each data set of the dashboard, the types of its columns by name. */
  private Map<String, Map<String, String>> columnsBySet() {
    Map<String, Map<String, String>> sets = new HashMap<>();
    for (JsonNode declaration : definition.path("DataSetIdentifierDeclarations")) {
      String resource = declaration.path("DataSetArn").asText().replace(".Arn", "");
      Map<String, String> columns = new HashMap<>();
      for (JsonNode column : customSql(resource).path("Columns")) {
        columns.put(column.path("Name").asText(), column.path("Type").asText());
      }
      assertThat(columns).as(resource).isNotEmpty();
      sets.put(declaration.path("Identifier").asText(), columns);
    }
    return sets;
  }

  private List<JsonNode> visuals() {
    return stream(sheet.path("Visuals")).map(visual -> visual.iterator().next()).toList();
  }

  private static Set<String> ids(List<JsonNode> nodes, String field) {
    return nodes.stream().map(node -> node.path(field).asText()).collect(Collectors.toSet());
  }

  private static Stream<JsonNode> stream(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }
}
