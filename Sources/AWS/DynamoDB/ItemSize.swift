import JSON

/// Sizes by DynamoDB's rules ("DynamoDB item sizes and formats", Amazon DynamoDB Developer Guide), in bytes.
extension AttributeValue {
  /// What the value takes in an item, without its name.
  public var size: Int {
    switch self {
    case .string(let value): value.utf8.count
    case .number(let value): Self.size(value)
    case .binary(let value): value.count
    case .bool, .null: 1
    case .list(let value): value.reduce(3) { $0 + $1.size + 1 }
    case .map(let value): value.members.reduce(3 + value.count) { $0 + $1.name.utf8.count + $1.value.size }
    case .stringSet(let value): value.reduce(0) { $0 + $1.utf8.count }
    case .numberSet(let value): value.reduce(0) { $0 + Self.size($1) }
    case .binarySet(let value): value.reduce(0) { $0 + $1.count }
    }
  }

  /// One byte for two significant digits and one more; AWS calls it an approximation, so a sign and an odd digit are
  /// counted up.
  private static func size(_ number: CanonicalDecimal) -> Int {
    (number.digits.utf8.count + 1) / 2 + 1 + (number.isNegative ? 1 : 0)
  }
}

extension AttributeMap {
  /// What the item takes, names included; at most `DynamoDBLimits.itemSize`.
  public var size: Int {
    members.reduce(0) { $0 + $1.name.utf8.count + $1.value.size }
  }
}
