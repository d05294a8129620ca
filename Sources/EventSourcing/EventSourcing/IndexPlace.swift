import JSON

/// How far a walk over partitions of the index has come.
public struct IndexPlace: Hashable, Sendable {
  public let partition: String
  /// The entry behind which to go on; nil for the beginning of the partition.
  public let after: EventPosition?

  public init(partition: String, after: EventPosition? = nil) {
    self.partition = partition
    self.after = after
  }

  /// - Returns: nil for anything that ``json`` does not write.
  public init?(json: JSONValue) {
    guard let partition = json["partition"]?.string else { return nil }
    guard let position = json["after"] else {
      self.init(partition: partition)
      return
    }
    guard let after = EventPosition(json: position), after.partition == partition else { return nil }
    self.init(partition: partition, after: after)
  }

  /// The place for whoever goes on later.
  public var json: JSONValue {
    var object: JSONObject = ["partition": .string(partition)]
    if let after { object["after"] = after.json }
    return .object(object)
  }
}
