import EventSourcing
import JSON

extension Transfer: Domain {
  public static let noun = Noun("Transfer", plural: "Transfers", summaryQuery: "getTransfer")

  public static let source = "event-sourcing.financial"

  public static let eventTypes = TransferEventType.allCases.map(\.eventType)

  /// The transfers of an account, whichever way the money goes, newest first.
  public static let views = [
    View<TransferState>(
      of: Noun("Account", plural: "Accounts"),
      keys: { state in [state.from, state.to].compactMap { $0?.text } },
      rank: { state in state.requestedAt ?? "" },
      entry: { state in
        [
          "fromAccountId": text(state.from?.text), "toAccountId": text(state.to?.text), "amount": state.amount.json,
          "status": .string(state.status.rawValue), "requestedAt": text(state.requestedAt),
        ]
      }, entryDocumentation: entryDocumentation)
  ]

  public static func command(
    _ type: String, _ data: JSONObject, for aggregateID: AggregateID
  ) throws(PayloadError) -> TransferCommand {
    guard let type = TransferEventType(rawValue: type) else {
      throw PayloadError(field: "eventType", reason: "must be the name of a transfer's event")
    }
    return try TransferCommand(type, data, for: aggregateID)
  }

  /// A transfer is requested once, by whatever it is called: its own name guards it.
  public static func idempotencyKey(of command: TransferCommand) -> PayloadKey? {
    command.type == .transferRequested ? PayloadKey(field: "transferId", text: command.type.rawValue) : nil
  }

  public static func description(of state: TransferState) -> JSONObject {
    [
      "status": .string(state.status.rawValue), "fromAccountId": text(state.from?.text),
      "toAccountId": text(state.to?.text), "amount": state.amount.json, "reference": text(state.reference),
      "requestedAt": text(state.requestedAt), "endedAt": text(state.endedAt), "failedRule": text(state.failedRule),
      "refunded": state.isRefunded.map { .bool($0) } ?? .null,
    ]
  }

  private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
