import DomainFile
import EventSourcing

/// The program that says of a domain what the build writes beside the bundles: `domain.json`, from which infrastructure is
/// made, and `openapi.json`, which tells callers of its HTTP API.
public enum DomainProgram<Model: Domain> {
  /// Prints the file that the first argument names; absent, `domain.json`.
  public static func run() {
    run(domain: DomainDescription<Model>.text, api: OpenAPIDocument(of: Model.self))
  }

  /// The same where a process over the domain's aggregates may be switched on.
  public static func run<Process: DomainProcess>(with process: Process.Type) {
    run(domain: DomainDescription<Model>.text(with: process), api: OpenAPIDocument(of: Model.self, with: process))
  }

  private static func run(domain: @autoclosure () -> String, api: @autoclosure () -> OpenAPIDocument) {
    print(CommandLine.arguments.dropFirst().first == "openapi.json" ? api().text : domain())
  }
}
