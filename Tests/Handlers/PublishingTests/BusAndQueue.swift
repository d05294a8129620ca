import HTTPTransport
import JSON
import TestSupport

/// The bus and the dead-letter queue behind the AWS clients: they take what a test lets them take, and keep it.
final class BusAndQueue {
  /// What the bus says of one entry.
  enum Verdict {
    case taken
    case failed(code: String)
  }

  typealias Answer = ScriptedTransport.Answer

  /// What the bus says of an entry, by its detail.
  var judge: (JSONValue) -> Verdict = { _ in .taken }
  /// Takes the place of an answer to a whole request of entries; nil lets the bus answer.
  var interrupt: ([JSONValue]) -> Answer? = { _ in nil }
  /// Takes the place of the queue's answer; nil lets it take the message.
  var interruptQueue: () -> Answer? = { nil }
  /// The entries of each request, in order.
  private(set) var requests: [[JSONValue]] = []
  /// The entries that are on the bus.
  private(set) var published: [JSONValue] = []
  /// The messages in the queue.
  private(set) var messages: [JSONValue] = []
  /// The request of each message, with the queue's name and the attributes.
  private(set) var sent: [JSONValue] = []

  private(set) lazy var transport = ScriptedTransport { [unowned self] request, _ in answer(to: request) }

  /// The details on the bus, read.
  var details: [JSONValue] { published.compactMap { $0["Detail"]?.string.flatMap { try? JSONValue(parsing: $0) } } }

  private func answer(to request: HTTPRequest) -> Answer {
    let input = (try? JSONValue(parsing: request.body)) ?? .null
    switch request.headers.first(where: { $0.name.lowercased() == "x-amz-target" })?.value {
    case "AWSEvents.PutEvents": return takeEntries(input["Entries"]?.array ?? [])
    case "AmazonSQS.SendMessage": return takeMessage(input)
    default: return .response(400, #"{"__type":"UnknownOperationException"}"#)
    }
  }

  private func takeEntries(_ entries: [JSONValue]) -> Answer {
    requests.append(entries)
    if let answer = interrupt(entries) { return answer }
    let results = entries.enumerated().map { number, entry -> JSONValue in
      let detail = entry["Detail"]?.string.flatMap { try? JSONValue(parsing: $0) } ?? .null
      switch judge(detail) {
      case .taken:
        published.append(entry)
        return ["EventId": .string("event-\(number)")]
      case .failed(let code):
        return ["ErrorCode": .string(code), "ErrorMessage": "scripted"]
      }
    }
    return .response(200, JSONValue.object(["FailedEntryCount": 0, "Entries": .array(results)]).text)
  }

  /// What the bus has although its answer is lost.
  func take(_ entries: [JSONValue]) { published += entries }

  private func takeMessage(_ input: JSONValue) -> Answer {
    if let answer = interruptQueue() { return answer }
    sent.append(input)
    messages.append(input["MessageBody"]?.string.flatMap { try? JSONValue(parsing: $0) } ?? .null)
    return .response(200, #"{"MessageId":"m-1"}"#)
  }
}
