import HTTPTransport
import JSON
import TestSupport

/// One request to DynamoDB, read.
struct MemoryCall: Sendable {
  /// Why one action was not carried out.
  struct Reason {
    let code: String
    /// The text of the item in the way.
    let item: String?
  }

  let operation: String
  let input: JSONValue
  /// Whether the answer only saves its receiver work.
  let isDispensable: Bool

  init(_ request: HTTPRequest) {
    let target = request.headers.first { $0.isNamed("X-Amz-Target") }?.value ?? ""
    operation = String(target.split(separator: ".").last ?? "")
    input = (try? JSONValue(parsing: request.body)) ?? .null
    isDispensable = request.isDispensable
  }

  var isTransaction: Bool { operation == "TransactWriteItems" }
  var isWrite: Bool { isTransaction || operation == "PutItem" }
  var token: String? { input["ClientRequestToken"]?.string }

  /// The puts of a write, in order.
  var puts: [JSONValue] {
    if !isTransaction { return [input] }
    return (input["TransactItems"]?.array ?? []).compactMap { $0["Put"] }
  }

  /// The answer to a write of which some actions cannot be carried out.
  func refusal(_ reasons: [Reason?]) -> MemoryTables.Answer {
    func members(_ reason: Reason?) -> String {
      #""Code":"\#(reason?.code ?? "None")""# + (reason?.item.map { #","Item":\#($0)"# } ?? "")
    }
    let name = isTransaction ? "TransactionCanceled" : reasons.first??.code ?? ""
    let causes = reasons.map { "{\(members($0))}" }.joined(separator: ",")
    let rest = isTransaction ? #""CancellationReasons":[\#(causes)]"# : members(reasons.first ?? nil)
    return .response(400, #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(name)Exception",\#(rest)}"#)
  }
}
