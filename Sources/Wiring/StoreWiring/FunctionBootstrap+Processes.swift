import Bootstrap
import EventSourcing

extension FunctionBootstrap {
  /// Whether `PROCESSES`, names separated by commas, has a process's noun among them: those that are not named are off.
  public func switchesOn<Process: DomainProcess>(_ process: Process.Type) -> Bool {
    (environment["PROCESSES"] ?? "").split(separator: ",").contains { $0 == Process.noun.singular }
  }
}
