import Environment
import EventSourcing
import Invocation
import JSON
import ReadModel

/// `getAccountSummary`, or what the noun makes of it: an aggregate as the read model has it, or as the log has it.
struct SummaryQuestion<Model: Domain>: Question {
  private let aggregateID: AggregateID
  private let minimum: SequenceNumber?
  private let isConsistent: Bool

  init(_ fields: Fields) throws(RequestError) {
    aggregateID = try fields.aggregateID(Model.noun.idMember)
    minimum = try fields.sequence("minSequence", from: 0)
    isConsistent = try fields.optionalBool("consistent") ?? false
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    let asksForMore = isConsistent || minimum != nil
    let stored = try sources.summary(of: aggregateID, consistent: asksForMore, deadline: deadline)
    if let stored, isServable(stored) { return Answer(statusCode: 200, body: .object(stored)) }
    if stored == nil && !asksForMore { return .notFound(Model.noun) }
    let reader = StateReader<Model>(sources: sources, aggregateID: aggregateID, deadline: deadline)
    let folded = try reader.state(through: .last, copies: stored.map { [$0] } ?? [])
    if folded.head.sequence == .zero {
      if stored == nil { return .notFound(Model.noun) }
      throw .eventStore(.corrupt(aggregateID, at: .zero.next, LogChain.Fault.missing(.zero.next).description))
    }
    if let minimum, folded.head.sequence < minimum { return Self.notReached(minimum, actual: folded.head.sequence) }
    return Answer(statusCode: 200, body: .object(ReadModelItem(folded, as: .summary).attributes))
  }

  /// Whether the stored item may be the answer. One of another fold is served until the projection has folded anew; one
  /// that was altered is not.
  private func isServable(_ stored: JSONObject) -> Bool {
    if isConsistent { return false }
    let version = stored["Version"]?.number?.int ?? 0
    if let minimum, minimum.value > version { return false }
    if stored["ProjectionVersion"]?.number?.int != Model.foldVersion { return true }
    return FoldedCopy<Model>(attributes: stored, of: aggregateID) != nil
  }

  private static func notReached(_ minimum: SequenceNumber, actual: SequenceNumber) -> Answer {
    Answer(
      statusCode: 409,
      body: [
        "error": "The log has not reached minSequence", "type": "SequenceNotReached",
        "minSequence": .number(JSONNumber(minimum.value)), "actualSequence": .number(JSONNumber(actual.value)),
      ])
  }
}

extension Answer {
  /// There is no such aggregate.
  static func notFound(_ noun: Noun) -> Answer {
    Answer(statusCode: 404, body: ["error": .string("\(noun.singular) not found")])
  }
}
