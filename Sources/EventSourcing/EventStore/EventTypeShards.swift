import EventSourcing

/// Spreads the events of one type over several keys of the index `EventType-Timestamp-index`.
///
/// One key takes about 1,000 writes a second. With n keys an event is stored under `AccountCreated` or under
/// `AccountCreated#1` … `AccountCreated#<n-1>`, chosen by its id; whoever reads it sees the plain type. Events that were
/// stored with fewer keys stay readable when n is raised. Lowering n would hide the events of the higher keys.
public struct EventTypeShards: Hashable, Sendable {
  /// The most keys for one type.
  public static let maximum = 100
  private static let separator = UInt8(ascii: "#")

  /// How many keys there are for each type, from 1.
  public let count: Int

  /// - Returns: nil for anything but 1 to ``maximum``.
  public init?(_ count: Int) {
    guard (1...Self.maximum).contains(count) else { return nil }
    self.count = count
  }

  private init(unchecked count: Int) {
    self.count = count
  }

  /// One key, the type itself.
  public static let single = EventTypeShards(unchecked: 1)

  /// All keys of a type.
  public func keys(of type: String) -> [String] {
    (0..<count).map { Self.key(of: type, shard: $0) }
  }

  /// The key that an event is stored under.
  public func key(of event: RecordedEvent) -> String {
    // FNV-1a: the ids are random, so any spread of their bytes is an even one.
    var hash: UInt32 = 2_166_136_261
    for byte in event.eventID.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Self.key(of: event.type, shard: Int(hash % UInt32(count)))
  }

  /// The type that a key belongs to.
  public static func type(ofKey key: String) -> String {
    guard
      let end = key.utf8.lastIndex(of: separator),
      let shard = Int(String(decoding: key.utf8[end...].dropFirst(), as: UTF8.self)), shard > 0
    else { return key }
    return String(decoding: key.utf8[..<end], as: UTF8.self)
  }

  private static func key(of type: String, shard: Int) -> String {
    shard == 0 ? type : "\(type)#\(shard)"
  }
}
