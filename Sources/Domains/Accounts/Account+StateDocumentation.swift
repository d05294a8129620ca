import EventSourcing
import JSON

extension Account {
  public static var stateDocumentation: StateDocumentation {
    StateDocumentation(
      description: [
        "type": "object",
        "required": [
          "balance", "status", "transactionCount", "accountType", "customerId", "createdAt", "closedAt",
          "lastTransactionAt",
        ],
        "properties": [
          "balance": balance, "status": status(AccountStatus.allCases), "transactionCount": count,
          "accountType": optional, "customerId": optional, "createdAt": optional, "closedAt": optional,
          "lastTransactionAt": optional,
        ],
      ],
      stored: [
        "type": "object", "required": ["Balance", "Status", "TransactionCount", "OverdraftLimit"],
        "properties": [
          "Balance": balance, "Status": status([.active, .closed]), "TransactionCount": count,
          "OverdraftLimit": [
            "description": "How far below zero the balance may fall", "type": "number", "minimum": 0,
          ],
          "AccountType": text, "CustomerId": text, "CreatedAt": text, "LastTransactionAt": text, "ClosedAt": text,
        ],
      ])
  }

  static var entryDocumentation: JSONObject {
    [
      "type": "object", "required": ["accountType", "status", "balance"],
      "properties": ["accountType": optional, "status": status([.active, .closed]), "balance": balance],
    ]
  }

  private static let balance: JSONValue = ["description": "An exact decimal", "type": "number"]
  private static let count: JSONValue = ["type": "integer", "minimum": 0]
  private static let text: JSONValue = ["type": "string"]
  private static let optional: JSONValue = ["type": ["string", "null"]]

  private static func status(_ choices: [AccountStatus]) -> JSONValue {
    ["type": "string", "enum": .array(choices.map { .string($0.rawValue) })]
  }
}
