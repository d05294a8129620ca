import JSON

extension AttributeValue: Hashable {
  public static func == (left: AttributeValue, right: AttributeValue) -> Bool {
    switch (left, right) {
    case (.string(let first), .string(let second)): ByteText(first) == ByteText(second)
    case (.number(let first), .number(let second)): first == second
    case (.binary(let first), .binary(let second)): first == second
    case (.bool(let first), .bool(let second)): first == second
    case (.null, .null): true
    case (.list(let first), .list(let second)): first == second
    case (.map(let first), .map(let second)): first == second
    case (.stringSet(let first), .stringSet(let second)):
      Set(first.map(ByteText.init)) == Set(second.map(ByteText.init))
    case (.numberSet(let first), .numberSet(let second)): Set(first) == Set(second)
    case (.binarySet(let first), .binarySet(let second)): Set(first) == Set(second)
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .string(let value): hasher.combine(ByteText(value))
    case .number(let value): hasher.combine(value)
    case .binary(let value): hasher.combine(value)
    case .bool(let value): hasher.combine(value)
    case .null: hasher.combine(0)
    case .list(let value): hasher.combine(value)
    case .map(let value): hasher.combine(value)
    case .stringSet(let value): hasher.combine(Set(value.map(ByteText.init)))
    case .numberSet(let value): hasher.combine(Set(value))
    case .binarySet(let value): hasher.combine(Set(value))
    }
  }
}
