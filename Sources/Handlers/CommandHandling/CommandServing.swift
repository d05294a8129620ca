import Invocation
import JSON
import LambdaRuntime

/// The commands of one domain, as a handler that serves several sees them.
public protocol CommandServing {
  /// The names of the domain's events, by which its commands are known.
  var eventTypes: [String] { get }

  /// Reads a command and carries it out.
  ///
  /// - Parameter known: the event types of all domains that are served.
  /// - Throws: `FunctionError` where the store failed; a caller's own mistake is an answer.
  func answer(_ object: JSONObject, known: [String], _ context: InvocationContext) throws(FunctionError) -> Answer
}
