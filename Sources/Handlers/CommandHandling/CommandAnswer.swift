import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// The one table from what a command came to, to what the caller is told (contract, section 1).
///
/// A 409 or 422 speaks for its own try only: another one under the same key may still be under way.
enum CommandAnswer {
  static func success<Model>(
    _ result: CommandResult, to request: CommandRequest<Model>, hasEvents: Bool
  ) -> Answer {
    guard let last = result.events.last else {
      return Answer(statusCode: 200, body: .object([:]))
    }
    var body = JSONObject([
      ("eventId", .string(last.eventID)),
      ("aggregateId", .string(request.aggregateID.text)),
      ("sequence", .number(JSONNumber(last.sequence.value))),
      ("timestamp", .string(result.timestamp.rfc3339)),
      ("eventType", .string(last.type)),
      ("commandId", request.entries.last?.key.map { .string($0.text) } ?? .null),
    ])
    if hasEvents { body["events"] = .array(result.events.map { .object(event($0)) }) }
    if result.isDuplicate { body["duplicate"] = true }
    return Answer(statusCode: 200, body: .object(body))
  }

  private static func event(_ event: JournalEntry.Event) -> JSONObject {
    JSONObject([
      ("eventId", .string(event.eventID)), ("sequence", .number(JSONNumber(event.sequence.value))),
      ("eventType", .string(event.type)),
    ])
  }

  /// - Parameter known: the event types of all domains that are served.
  /// - Throws: `FunctionError` for what is not the caller's to mend: the invocation fails and may be tried again.
  static func failure(
    _ failure: CommandFailure<some BusinessRule>, hasEvents: Bool, known: Set<String>
  ) throws(FunctionError) -> Answer {
    switch failure {
    case .rejected(let rejection, let index):
      return refusal(SettledRefusal(rejection), field: hasEvents ? "events[\(index)]" : nil)
    case .settled(let rejection):
      return refusal(rejection)
    case .keyReused(let key):
      let name = key.text.debugDescription
      return Answer(
        statusCode: 409,
        body: [
          "error": .string("The commandId \(name) was used for a command with other content"),
          "type": "CommandIdReused", "commandId": .string(key.text),
        ])
    case .conflict(let expected, let actual):
      return Answer(
        statusCode: 409,
        body: [
          "error": .string("Expected the aggregate's last sequence to be \(expected), and it is \(actual)"),
          "type": "ConcurrencyConflict", "expectedSequence": .number(JSONNumber(expected.value)),
          "actualSequence": .number(JSONNumber(actual.value)),
        ])
    case .store(let error):
      if let rule = OtherDomain(error, known: known) { return refusal(SettledRefusal(rule)) }
      throw FunctionError(type: error.name, message: error.message)
    }
  }

  private static func refusal(_ refusal: SettledRefusal, field: String? = nil) -> Answer {
    var body: JSONObject = [
      "error": .string(refusal.message), "type": "BusinessRuleViolation", "rule": .string(refusal.rule),
    ]
    body["field"] = field.map { .string($0) }
    return Answer(statusCode: 422, body: .object(body))
  }
}
