import Environment
import EventSourcing
import JSON

extension Account {
  public static let sampleID = "account-123"

  public static func documentation(of type: EventType) -> EventDocumentation {
    switch AccountEventType(rawValue: type.name) {
    case .accountCreated: created
    case .transactionProcessed: transactionProcessed
    case .accountClosed: closed
    case nil: EventDocumentation(payload: [:], sample: [:])
    }
  }

  private static var created: EventDocumentation {
    EventDocumentation(
      payload: [
        "type": "object",
        "properties": [
          "accountId": text("The account's own name; where given, it equals AggregateId"),
          "customerId": text("Whose account it is"),
          "accountType": text("Kind of account, e.g. checking"),
          "createdAt": instant("When it was opened, RFC 3339"),
          "overdraftLimit": [
            "description": "How far below zero the balance may fall, exact decimal; absent: 0",
            "type": ["number", "null"], "minimum": 0, "maximum": decimal("999999999999999.9999"),
            "multipleOf": decimal("0.0001"),
          ],
        ],
      ],
      sample: [
        "accountId": .string(sampleID), "customerId": "customer-456", "accountType": "checking",
        "createdAt": "2024-01-15T10:00:00Z",
      ])
  }

  private static var transactionProcessed: EventDocumentation {
    EventDocumentation(
      payload: [
        "type": "object", "required": ["amount"],
        "properties": [
          "transactionId": text("Name of the transaction; the idempotency key of a command that has no commandId"),
          "amount": [
            "description":
              "Signed exact decimal, not zero, at most 15 integer and 4 fraction digits; positive where type is deposit or credit, negative where it is withdrawal or debit",
            "type": "number", "minimum": decimal("-999999999999999.9999"), "maximum": decimal("999999999999999.9999"),
            "multipleOf": decimal("0.0001"), "not": ["enum": [0]],
          ],
          "type": text("Direction: deposit or credit, withdrawal or debit, or a kind of the caller's own"),
          "timestamp": instant("When it was made, RFC 3339"),
        ],
      ],
      sample: [
        "transactionId": "tx-789", "amount": decimal("100.50"), "type": "deposit",
        "timestamp": "2024-01-15T10:30:00Z",
      ])
  }

  private static var closed: EventDocumentation {
    EventDocumentation(
      payload: [
        "type": "object",
        "properties": ["closedAt": instant("When it was closed, RFC 3339"), "reason": text("Why it was closed")],
      ],
      sample: ["closedAt": "2024-12-31T17:00:00Z", "reason": "closed by the customer"])
  }

  // MARK: Parts of schemas

  /// There are no floating-point literals of money.
  private static func decimal(_ text: String) -> JSONValue { JSONNumber(text).map { .number($0) } ?? .null }

  private static func text(_ description: JSONValue) -> JSONValue {
    ["description": description, "type": ["string", "null"], "maxLength": 1_024]
  }

  private static func instant(_ description: JSONValue) -> JSONValue {
    [
      "description": description, "type": ["string", "null"], "maxLength": 1_024, "format": "date-time",
      "pattern": .string(Timestamp.rfc3339Pattern),
    ]
  }
}
