import JSON

/// The contract's sample commands.
enum CommandSample {
  static func created(overdraftLimit: JSONValue = 0) -> JSONValue {
    [
      "aggregateId": "account-123", "eventType": "AccountCreated",
      "eventData": [
        "accountId": "account-123", "customerId": "customer-456", "accountType": "checking",
        "createdAt": "2024-01-15T10:00:00Z", "overdraftLimit": overdraftLimit,
      ],
    ]
  }

  static func transaction(_ amount: JSONValue = 100, id: JSONValue = "tx-789", type: JSONValue = nil) -> JSONValue {
    [
      "aggregateId": "account-123", "eventType": "TransactionProcessed",
      "eventData": [
        "transactionId": id, "amount": amount, "type": type, "timestamp": "2024-01-15T10:30:00Z",
      ],
    ]
  }

  static let closed: JSONValue = [
    "aggregateId": "account-123", "eventType": "AccountClosed",
    "eventData": ["closedAt": "2024-01-15T11:00:00Z", "reason": "moved away"],
  ]

  /// Several events in one command.
  static func several(_ events: JSONValue...) -> JSONValue {
    let parts = events.map { event -> JSONValue in
      ["eventType": event["eventType"] ?? nil, "eventData": event["eventData"] ?? nil]
    }
    return ["aggregateId": "account-123", "events": .array(parts)]
  }
}

extension JSONValue {
  /// A number by its decimal text; there are no floating-point literals of money.
  static func decimal(_ text: String) -> JSONValue { JSONNumber(text).map { .number($0) } ?? .null }

  /// The same object with one member set, at a path such as `eventData.amount` or `events.1.eventType`; nil removes it.
  func setting(_ path: String, _ value: JSONValue?) -> JSONValue {
    setting(path.split(separator: ".").map(String.init)[...], value)
  }

  private func setting(_ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
    guard let name = path.first else { return value ?? .null }
    let rest = path.dropFirst()
    if var elements = array, let place = Int(name), elements.indices.contains(place) {
      elements[place] = elements[place].setting(rest, value)
      return .array(elements)
    }
    var object = object ?? [:]
    object[name] = rest.isEmpty ? value : (object[name] ?? [:]).setting(rest, value)
    return .object(object)
  }
}
