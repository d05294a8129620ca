import Environment
import EventSourcing
import Invocation
import JSON
import ReadModel

/// `verifyIntegrity`: whether a log is as it was written, and whether the read model is what the log adds up to.
///
/// A log that is too long for one invocation is checked in parts: the answer has a `nextToken`, and `valid` speaks of
/// what was checked so far. A read model that is only behind the log matches it: `readModelVersion` tells how far it is.
/// `checkpointMatches` speaks of the copy that the write side keeps for itself.
struct VerifyIntegrityQuestion<Model: Domain>: Question {
  /// What must be left of the invocation to read another page, in milliseconds.
  static var reserve: Int64 { 2_000 }

  private let aggregateID: AggregateID
  private let start: IntegrityPlace<Model>?
  private let question: JSONValue

  init(_ fields: Fields) throws(RequestError) {
    aggregateID = try fields.aggregateID("aggregateId")
    question = ["queryType": .string(QueryName.integrity), "aggregateId": .string(aggregateID.text)]
    guard let place = try fields.place(question: question) else {
      start = nil
      return
    }
    start = IntegrityPlace(json: place, of: aggregateID)
    if start == nil { throw .malformedToken }
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    var check = try IntegrityCheck<Model>(of: aggregateID, from: start, sources: sources, deadline: deadline)
    let end = deadline?.forDivisibleWork(from: sources.clock.now())
    while try check.checkPage() {
      guard let end, end.milliseconds(since: sources.clock.now()) < Self.reserve else { continue }
      return answer(check, next: PageToken(place: check.place, question: question))
    }
    try check.compareEnds()
    return answer(check, next: nil)
  }

  private func answer(_ check: IntegrityCheck<Model>, next: PageToken?) -> Answer {
    var body: JSONObject = [
      "aggregateId": .string(aggregateID.text), "valid": .bool(check.fault == nil),
      "eventsChecked": .number(JSONNumber(check.eventsChecked)),
    ]
    if let fault = check.fault {
      body["firstInvalidSequence"] = .number(JSONNumber(fault.sequence.value))
      body["reason"] = .string(fault.reason)
    }
    let isComplete = next == nil
    body["readModelMatches"] = isComplete ? .bool(check.summary.finding.difference == nil) : .null
    body["readModelVersion"] = .number(JSONNumber(check.readModelVersion))
    body["checkpointMatches"] = isComplete ? .bool(check.checkpoint.finding.difference == nil) : .null
    if isComplete {
      body["readModelDifference"] = check.summary.finding.difference.map { .string($0) }
      body["checkpointDifference"] = check.checkpoint.finding.difference.map { .string($0) }
    }
    body["headHash"] = .string(check.headHash.text)
    if let next { body["nextToken"] = .string(next.text) }
    return Answer(statusCode: 200, body: .object(body))
  }
}
