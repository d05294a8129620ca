import Environment
import EventSourcing
import Invocation
import JSON

/// `reconstructState`: an aggregate as it was behind an event or at an instant, or as it is now.
struct ReconstructStateQuestion<Model: Domain>: Question {
  private enum End {
    case sequence(SequenceNumber)
    case instant(Timestamp, text: JSONValue)
    case now
  }

  private let aggregateID: AggregateID
  private let end: End

  init(_ fields: Fields) throws(RequestError) {
    aggregateID = try fields.aggregateID("aggregateId")
    let sequence = try fields.sequence("upToSequence", from: 0)
    let instant = try fields.optionalTimestamp("asOf")
    switch (sequence, instant) {
    case (nil, nil): end = .now
    case (let sequence?, nil): end = .sequence(sequence)
    case (nil, let instant?): end = .instant(instant, text: fields.object["asOf"] ?? .null)
    case (_?, _?): throw .invalid("asOf", mustBe: "absent where there is upToSequence")
    }
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    let reader = StateReader<Model>(sources: sources, aggregateID: aggregateID, deadline: deadline)
    switch end {
    case .now:
      let folded = try reader.state(through: .last)
      return answer(folded, upTo: folded.head.sequence, at: sources.clock.now())
    case .sequence(let sequence):
      return answer(try reader.state(through: sequence), upTo: sequence, at: sources.clock.now())
    case .instant(let instant, let text):
      let search = LogSearch(sources: sources, aggregateID: aggregateID, deadline: deadline)
      let folded = try reader.state(through: try search.sequence(asOf: instant))
      return answer(folded, upTo: folded.head.sequence, asOf: text, at: sources.clock.now())
    }
  }

  private func answer(
    _ folded: FoldedCopy<Model>, upTo sequence: SequenceNumber, asOf: JSONValue? = nil, at now: Timestamp
  ) -> Answer {
    let id = JSONValue.string(aggregateID.text)
    var state: JSONObject = ["aggregateId": id]
    for (name, value) in Model.description(of: folded.state) { state[name] = value }
    var body: JSONObject = [
      "aggregateId": id, "reconstructedState": .object(state),
      // What the state is made of, read one by one or by way of a snapshot.
      "eventsProcessed": .number(JSONNumber(folded.head.sequence.value)),
      "upToSequence": .number(JSONNumber(sequence.value)),
    ]
    if let asOf { body["asOf"] = asOf }
    body["reconstructionTimestamp"] = .string(now.rfc3339)
    return Answer(statusCode: 200, body: .object(body))
  }
}
