import JSON

extension EventPosition {
  /// What DynamoDB takes as keys ("Service, account, and table quotas", partition keys and sort keys).
  private static let maximumPartitionKeyBytes = 2_048
  private static let maximumSortKeyBytes = 1_024

  /// The position as part of a page token's place.
  public var json: JSONValue {
    [
      "k": .string(partition), "a": .string(aggregateID), "s": .number(sequence.number), "t": .string(timestamp),
    ]
  }

  /// - Returns: nil for anything that ``json`` does not write.
  public init?(json: JSONValue) {
    guard
      let partition = json["k"]?.string,
      let aggregateID = json["a"]?.string, (1...Self.maximumPartitionKeyBytes).contains(aggregateID.utf8.count),
      let sequence = json["s"]?.number?.decimal,
      let timestamp = json["t"]?.string, (1...Self.maximumSortKeyBytes).contains(timestamp.utf8.count)
    else { return nil }
    self.init(partition: partition, aggregateID: aggregateID, sequence: sequence, timestamp: timestamp)
  }
}
