import JSON

/// Alters events at one place.
enum EventMutation {
  /// Values that are right somewhere and wrong elsewhere, on both sides of every limit.
  static let values: [JSONValue] =
    [
      nil, true, false, [], [1], [:], ["amount": 1], "", "x", "1.0", "1.1", "2.0", "deposit", "AccountClosed",
      "AccountCreated", "TransactionProcessed", "a\u{0}", "a\n", "\u{7F}", "\u{85}", "é",
    ] + texts.map { .string($0) } + numbers.compactMap { JSONNumber($0) }.map { .number($0) }

  private static let numbers = [
    "0", "-0", "0.0", "0e999", "1", "-1", "1.0", "1e2", "1.5", "0.0001", "-0.0001", "1e-4", "0.00001", "1.00010",
    "1e-5",
    "999999999999999.9999", "-999999999999999.9999", "999999999999999.99990", "999999999999999.99991",
    "1000000000000000", "1000000000000000.0001", "-1000000000000000", "1000000000000001", "1e15", "1e14", "1e16",
    "1e126",
    "1e-131", "12345678901234.56789", "1.0000000000000000000000000000000000000000000", "100.50",
    "0.00010000000000000000000000000000000000000000001",
  ]

  private static let texts: [String] = {
    let lengths = [256, 257, 1_024, 1_025].map { String(repeating: "x", count: $0) }
    let hashes = ["0", "f"].map { String(repeating: $0, count: 64) }
    let wrongHashes = [String(repeating: "0", count: 63), String(repeating: "F", count: 64), hashes[0] + "\n"]
    let fraction = "2024-01-15T10:30:00.\(String(repeating: "1", count: 1_003))Z"
    return lengths + hashes + wrongHashes + instants + [fraction, fraction.replacing("Z", with: "1Z")]
  }()

  private static let instants = [
    "2024-01-15T10:30:00Z", "2024-01-15t10:30:00z", "2024-01-15T10:30:00.000000Z", "2024-01-15T10:30:00.000000z",
    "2024-01-15T10:30:00.00000Z", "2024-01-15T10:30:00.0000000Z", "2024-01-15T10:30:00.000000+00:00",
    "2024-01-15T10:30:00-00:00", "2024-01-15T10:30:00+23:59", "2024-01-15T10:30:00+24:00", "2024-01-15T10:30:00+01:60",
    "2024-01-15T10:30:00+0100", "2024-01-15 10:30:00Z", "2024-01-15T10:30Z", "2016-12-31T23:59:60Z",
    "2024-01-15T24:00:00Z", "2024-01-15T10:60:00Z", "2024-13-15T10:30:00Z", "2024-00-15T10:30:00Z",
    "2024-02-29T10:30:00.000000Z", "2023-02-29T10:30:00.000000Z", "2000-02-29T10:30:00Z", "1900-02-29T10:30:00Z",
    "2024-04-31T10:30:00.000000Z", "2024-01-00T10:30:00Z", "0000-02-29T00:00:00Z", "9999-12-31T23:59:59.999999Z",
    "24-01-15T10:30:00Z", "2024-01-15T10:30:00", "2024-01-15T10:30:00.Z", "2024-01-15T10:30:00Z\n",
    " 2024-01-15T10:30:00Z",
    "+024-01-15T10:30:00Z", "٢٠٢٤-01-15T10:30:00Z",
  ]

  /// The same object with the member at a path of one or two names set, or removed for nil.
  static func set(_ path: [String], to value: JSONValue?, in object: JSONObject) -> JSONObject {
    var object = object
    guard let name = path.first else { return object }
    if path.count == 1 {
      object[name] = value
    } else if let inner = object[name]?.object {
      object[name] = .object(set(Array(path.dropFirst()), to: value, in: inner))
    }
    return object
  }
}
