import EventSourcing
import JSON

extension Transfer {
  public static var stateDocumentation: StateDocumentation {
    StateDocumentation(
      description: [
        "type": "object",
        "required": [
          "status", "fromAccountId", "toAccountId", "amount", "reference", "requestedAt", "endedAt", "failedRule",
          "refunded",
        ],
        "properties": [
          "status": status(TransferStatus.allCases), "fromAccountId": optional, "toAccountId": optional,
          "amount": amount, "reference": optional, "requestedAt": optional, "endedAt": optional,
          "failedRule": optional, "refunded": ["type": ["boolean", "null"]],
        ],
      ],
      stored: [
        "type": "object", "required": ["Status", "Amount", "FromAccountId", "ToAccountId", "RequestedAt"],
        "properties": [
          "Status": recorded, "Amount": amount, "FromAccountId": text, "ToAccountId": text, "Reference": text,
          "RequestedAt": text, "EndedAt": text, "FailedRule": text, "Refunded": ["type": "boolean"],
        ],
      ])
  }

  static var entryDocumentation: JSONObject {
    [
      "type": "object", "required": ["fromAccountId", "toAccountId", "amount", "status", "requestedAt"],
      "properties": [
        "fromAccountId": optional, "toAccountId": optional, "amount": amount, "status": recorded,
        "requestedAt": optional,
      ],
    ]
  }

  private static let amount: JSONValue = ["description": "An exact decimal", "type": "number", "minimum": 0]
  private static let text: JSONValue = ["type": "string"]
  private static let optional: JSONValue = ["type": ["string", "null"]]
  /// Of a transfer that has an event.
  private static var recorded: JSONValue { status(TransferStatus.allCases.filter { $0 != .unknown }) }

  private static func status(_ choices: [TransferStatus]) -> JSONValue {
    ["type": "string", "enum": .array(choices.map { .string($0.rawValue) })]
  }
}
