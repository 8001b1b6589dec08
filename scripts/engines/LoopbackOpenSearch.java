import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.index.mapper.MapperExtrasPlugin;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.ingest.common.IngestCommonPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.search.aggregations.matrix.MatrixAggregationPlugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * One OpenSearch node on 127.0.0.1, with its data in a folder of its own. Prints its port in a line; ends, and removes
 * the folder, when standard input ends: so it never outlives the one who started it.
 */
public final class LoopbackOpenSearch {
  private static final List<Class<? extends Plugin>> MODULES =
      List.of(
          Netty4Plugin.class,
          CommonAnalysisPlugin.class,
          IngestCommonPlugin.class,
          MapperExtrasPlugin.class,
          MatrixAggregationPlugin.class,
          PainlessPlugin.class,
          ReindexPlugin.class);

  public static void main(String[] args) throws Exception {
    Path home = Files.createTempDirectory("sunstream-opensearch-");
    Settings settings =
        Settings.builder()
            .put("path.home", home)
            .put("cluster.name", "sunstream")
            .put("node.name", "sunstream")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", "0")
            .put("transport.port", "0")
            // A full disk of the machine is not what a test is about.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    try (Node node = new LoopbackNode(settings)) {
      node.start();
      System.out.println(node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort());
      while (System.in.read() >= 0) continue;
    } finally {
      remove(home);
    }
    System.exit(0);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }

  /** Modules from the class path: Node's public constructor looks for them in folders alone. */
  private static final class LoopbackNode extends Node {
    LoopbackNode(Settings settings) {
      super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "sunstream"), MODULES, true);
    }
  }
}
