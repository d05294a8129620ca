import Accounts
import Environment
import EventSourcing
import Invocation
import JSON

/// `reconstructState`: an account as it was behind an event or at an instant, or as it is now.
struct ReconstructStateQuestion: Question {
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
    let reader = AccountReader(sources: sources, accountID: aggregateID, deadline: deadline)
    switch end {
    case .now:
      let account = try reader.account(through: .zero.advanced(by: SequenceNumber.maximum))
      return answer(account, upTo: account.head.sequence, at: sources.clock.now())
    case .sequence(let sequence):
      return answer(try reader.account(through: sequence), upTo: sequence, at: sources.clock.now())
    case .instant(let instant, let text):
      let account = try reader.account(through: try reader.sequence(asOf: instant))
      return answer(account, upTo: account.head.sequence, asOf: text, at: sources.clock.now())
    }
  }

  private func answer(
    _ account: FoldedCopy<Account>, upTo sequence: SequenceNumber, asOf: JSONValue? = nil, at now: Timestamp
  ) -> Answer {
    var body: JSONObject = [
      "aggregateId": .string(aggregateID.text),
      "reconstructedState": .object(state(account.state)),
      // What the state is made of, read one by one or by way of a snapshot.
      "eventsProcessed": .number(JSONNumber(account.head.sequence.value)),
      "upToSequence": .number(JSONNumber(sequence.value)),
    ]
    if let asOf { body["asOf"] = asOf }
    body["reconstructionTimestamp"] = .string(now.rfc3339)
    return Answer(statusCode: 200, body: .object(body))
  }

  private func state(_ state: AccountState) -> JSONObject {
    func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    return [
      "aggregateId": .string(aggregateID.text), "balance": state.balance.json, "status": .string(state.status.rawValue),
      "transactionCount": .number(JSONNumber(state.transactionCount)), "accountType": text(state.accountType),
      "customerId": text(state.customerID), "createdAt": text(state.createdAt), "closedAt": text(state.closedAt),
      "lastTransactionAt": text(state.lastTransactionAt),
    ]
  }
}
