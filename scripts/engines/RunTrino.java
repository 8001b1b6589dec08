import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.plugin.memory.MemoryConnectorFactory;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TestingSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Runs queries over tables of lines. Reads {tables: {name: [{line, dt, hour}]}, setup: [sql], queries: [{sql, parameters}]}
 * as JSON from standard input, and prints a list: for each query its rows, or {error}. `setup` is run before.
 */
public final class RunTrino {
  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    ObjectMapper json = new ObjectMapper();
    JsonNode input = json.readTree(System.in);
    Session session = TestingSession.testSessionBuilder().setCatalog("memory").setSchema("default").build();
    try (LocalQueryRunner trino = LocalQueryRunner.create(session)) {
      trino.createCatalog("memory", new MemoryConnectorFactory(), Map.of());
      for (Map.Entry<String, JsonNode> table : input.get("tables").properties()) {
        fill(trino, session, table.getKey(), table.getValue());
      }
      for (JsonNode statement : input.get("setup")) {
        trino.execute(session, statement.asText());
      }
      List<Object> answers = new ArrayList<>();
      for (JsonNode query : input.get("queries")) {
        answers.add(answer(trino, session, query));
      }
      System.out.println(json.writeValueAsString(answers));
    }
    // Its threads would go on.
    System.exit(0);
  }

  private static void fill(LocalQueryRunner trino, Session session, String table, JsonNode lines) {
    List<String> rows = new ArrayList<>();
    lines.forEach(line -> rows.add("(" + text(line, "line") + "," + text(line, "dt") + "," + text(line, "hour") + ")"));
    trino.execute(session,
        "CREATE TABLE " + table + " AS SELECT CAST(line AS varchar) AS line, CAST(dt AS varchar) AS dt, CAST(hour AS varchar) AS hour"
            + " FROM (VALUES " + String.join(",", rows) + ") AS t (line, dt, hour)");
  }

  private static Object answer(LocalQueryRunner trino, Session session, JsonNode query) {
    // As Athena does: the parameters are the text of expressions.
    List<String> parameters = new ArrayList<>();
    query.get("parameters").forEach(parameter -> parameters.add(parameter.asText()));
    Session prepared = Session.builder(session).addPreparedStatement("query", query.get("sql").asText()).build();
    String using = parameters.isEmpty() ? "" : " USING " + String.join(", ", parameters);
    try {
      MaterializedResult result = trino.execute(prepared, "EXECUTE query" + using);
      return result.getMaterializedRows().stream().map(MaterializedRow::getFields).collect(Collectors.toList());
    } catch (RuntimeException error) {
      return Map.of("error", String.valueOf(error.getMessage()));
    }
  }

  private static String text(JsonNode node, String key) {
    return "'" + node.get(key).asText().replace("'", "''") + "'";
  }
}
