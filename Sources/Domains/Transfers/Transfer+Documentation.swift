import EventSourcing
import JSON

extension Transfer {
  public static let sampleID = "transfer-1"

  public static func documentation(of type: EventType) -> EventDocumentation {
    switch TransferEventType(rawValue: type.name) {
    case .transferRequested: requested
    case .transferDebited: leg("debited", sequence: 3)
    case .transferCompleted: leg("credited", sequence: 2)
    case .transferFailed: failed
    case nil: EventDocumentation(payload: [:], sample: [:])
    }
  }

  private static var requested: EventDocumentation {
    EventDocumentation(
      payload: [
        "type": "object", "required": ["fromAccountId", "toAccountId", "amount"],
        "properties": [
          "transferId": optional("The transfer's own name; where given, it equals AggregateId"),
          "fromAccountId": account("The account that pays"),
          "toAccountId": account("The account that is paid; another one"),
          "amount": [
            "description": "Exact decimal above zero, at most 15 integer and 4 fraction digits", "type": "number",
            "minimum": decimal("0.0001"), "maximum": decimal("999999999999999.9999"), "multipleOf": decimal("0.0001"),
          ],
          "reference": optional("What it is for"),
        ],
      ],
      sample: [
        "fromAccountId": "account-123", "toAccountId": "account-456", "amount": decimal("25.50"),
        "reference": "rent of May",
      ])
  }

  private static func leg(_ verb: String, sequence: Int) -> EventDocumentation {
    EventDocumentation(
      payload: [
        "type": "object", "required": ["accountId", "eventId", "sequence"],
        "properties": [
          "accountId": text(.string("The account that was \(verb)")),
          "eventId": text("The event in its log that did it"),
          "sequence": [
            "description": "The place of that event", "type": "integer", "minimum": 1,
            "maximum": .number(JSONNumber(SequenceNumber.maximum)),
          ],
        ],
      ],
      sample: [
        "accountId": "account-123", "eventId": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
        "sequence": .number(JSONNumber(sequence)),
      ])
  }

  private static var failed: EventDocumentation {
    EventDocumentation(
      payload: [
        "type": "object", "required": ["rule", "refunded"],
        "properties": [
          "rule": text("The rule that said no"),
          "refunded": [
            "description": "Whether the paying account has its money: false where it could not be paid back",
            "type": "boolean",
          ],
        ],
      ],
      sample: ["rule": "AccountClosed", "refunded": true])
  }

  // MARK: Parts of schemas

  /// There are no floating-point literals of money.
  private static func decimal(_ text: String) -> JSONValue { JSONNumber(text).map { .number($0) } ?? .null }

  private static func text(_ description: JSONValue) -> JSONValue {
    ["description": description, "type": "string", "maxLength": 1_024]
  }

  private static func account(_ description: JSONValue) -> JSONValue {
    [
      "description": description, "type": "string", "minLength": 1,
      "maxLength": .number(JSONNumber(AggregateID.maximumBytes)), "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$",
    ]
  }

  private static func optional(_ description: JSONValue) -> JSONValue {
    ["description": description, "type": ["string", "null"], "maxLength": 1_024]
  }
}
