package io.anomalystack.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.lake.sql.LakeSql;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the templates say that follows from elsewhere: the schema, the SQL, or one another. */
final class Sections {
  private final EmptyLake lake;

  Sections(EmptyLake lake) {
    this.lake = lake;
  }

  /** A template with its generated sections as they should be. */
  Template written(Template template) throws SQLException {
    return switch (template.file().toString()) {
      case Template.LAKE ->
          template
              .withGenerated("columns", glueColumns(EmptyLake.fileColumns()))
              .withGenerated("views", views())
              .withGenerated("queries", queries());
      case Template.QUICKSIGHT ->
          template.withGenerated("definition", template.section("shared", "definition"));
      default -> template;
    };
  }

  private String views() throws SQLException {
    StringBuilder out = new StringBuilder();
    for (String name : LakeSql.VIEWS) {
      String sql = LakeSql.view(name).strip();
      List<Column> columns = lake.columnsOf("select * from " + name);
      out.append(out.isEmpty() ? "" : "\n")
          .append(
              """
              %sView:
                Type: AWS::Glue::Table
                Properties:
                  CatalogId: !Ref AWS::AccountId
                  DatabaseName: !Ref Database
                  TableInput:
                    Name: %s
                    Description: >-
              %s
                    TableType: VIRTUAL_VIEW
                    Parameters: {comment: Presto View, presto_view: 'true'}
                    PartitionKeys: []
                    StorageDescriptor:
                      SerdeInfo: {}
                      Columns:
              %s
                    ViewExpandedText: '/* Presto View */'
                    ViewOriginalText: !Sub
                      - '/* Presto View: ${Json} */'
                      - Json:
                          Fn::Base64: !Sub |-
              %s
              """
                  .formatted(
                      camelCase(name),
                      name,
                      indented(8, comment(sql)),
                      indented(10, glueColumns(columns)).stripTrailing(),
                      indented(14, viewJson(sql, columns))));
    }
    return out.toString();
  }

  /** What Trino keeps of a view; Athena reads the same. */
  private static String viewJson(String sql, List<Column> columns) {
    return """
        {"originalSql": %s,
         "catalog": "awsdatacatalog",
         "schema": "${Database}",
         "columns": [
        %s],
         "path": [],
         "runAsInvoker": false}"""
        .formatted(
            json(sql).replace("${", "${!"),
            columns.stream()
                .map(
                    column ->
                        "   {\"name\": %s, \"type\": %s}"
                            .formatted(json(column.name()), json(column.type().athena())))
                .collect(Collectors.joining(",\n")));
  }

  private static String queries() {
    StringBuilder out = new StringBuilder();
    for (String name : LakeSql.QUERIES) {
      String sql = LakeSql.query(name).strip();
      out.append(out.isEmpty() ? "" : "\n")
          .append(
              """
              %sQuery:
                Type: AWS::Athena::NamedQuery
                Properties:
                  Name: %s
                  Description: >-
              %s
                  Database: !Ref Database
                  WorkGroup: !Ref WorkGroup
                  QueryString: |-
              %s
              """
                  .formatted(camelCase(name), name, indented(6, comment(sql)), indented(6, sql)));
    }
    return out.toString();
  }

  private static String glueColumns(List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                "- {Name: %s, Type: %s}\n"
                    .formatted(
                        column.name(),
                        column.type() == ColumnType.TEXT_MAP
                            ? "'" + column.type().glue() + "'"
                            : column.type().glue()))
        .collect(Collectors.joining());
  }

  /** The comment at the top of an SQL file. */
  private static String comment(String sql) {
    Predicate<String> isComment = line -> line.startsWith("-- ");
    String comment =
        sql.lines()
            .takeWhile(isComment)
            .map(line -> line.substring(3))
            .collect(Collectors.joining("\n"));
    if (comment.isEmpty()) {
      throw new IllegalArgumentException("SQL must begin with a comment that describes it: " + sql);
    }
    return comment;
  }

  private static String camelCase(String name) {
    return Arrays.stream(name.split("_"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static String indented(int spaces, String text) {
    return text.replaceAll("(?m)^(?=.)", " ".repeat(spaces));
  }

  private static String json(String text) {
    try {
      return new ObjectMapper().writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
