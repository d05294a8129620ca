/// The members of a JSON object, in their order, names unique byte for byte.
///
/// Looking a name up scans small objects and uses a hash index in large ones, so that an input with very many members
/// costs linear time.
public struct JSONObject: Sendable {
  /// Up to this many members a scan is faster than hashing and building the index.
  private static let scanLimit = 32

  /// The members in their order.
  public private(set) var members: [(key: String, value: JSONValue)] = []
  /// Nil in small objects: one reference less to count with each copy.
  private var index: [ByteText: Int]?

  /// An object without members.
  public init() {}

  /// An object of these members; of members with the same name the last value stays, at the place of the first.
  public init(_ members: [(String, JSONValue)]) {
    self.members.reserveCapacity(members.count)
    for (key, value) in members { self[key] = value }
  }

  /// An object of members whose names are known to differ, which is not looked at again: the way of what is made over
  /// from another object, where each name would be compared with all before it.
  public init(unique members: [(key: String, value: JSONValue)]) {
    assert(Set(members.map { ByteText($0.key) }).count == members.count, "members of the same name")
    self.members = members
    if members.count > Self.scanLimit { buildIndex() }
  }

  /// How many members there are.
  public var count: Int { members.count }

  /// Whether there is no member.
  public var isEmpty: Bool { members.isEmpty }

  /// The member names in their order.
  public var keys: [String] { members.map(\.key) }

  /// The value of a member, nil where there is none; names compare byte for byte.
  ///
  /// Setting a value replaces it in place or appends a member; setting nil removes the member. (A JSON null is
  /// `JSONValue.null`, not nil.)
  public subscript(key: String) -> JSONValue? {
    get {
      place(of: key).map { members[$0].value }
    }
    set {
      switch (place(of: key), newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): remove(at: place)
      case (nil, let value?): append(key, value)
      case (nil, nil): return
      }
    }
  }

  /// Appends a member unless the name is taken; returns whether it was new.
  mutating func appendIfNew(_ key: String, _ value: JSONValue) -> Bool {
    guard place(of: key) == nil else { return false }
    append(key, value)
    return true
  }

  private func place(of key: String) -> Int? {
    if let index { return index[ByteText(key)] }
    // By place: a closure over members would be given a copy of each, value and all.
    for place in members.indices where ByteText.sameBytes(members[place].key, key) { return place }
    return nil
  }

  private mutating func append(_ key: String, _ value: JSONValue) {
    members.append((key: key, value: value))
    if index != nil {
      index?[ByteText(key)] = members.count - 1
    } else if members.count > Self.scanLimit {
      buildIndex()
    }
  }

  private mutating func remove(at place: Int) {
    members.remove(at: place)
    index = nil
    if members.count > Self.scanLimit { buildIndex() }
  }

  private mutating func buildIndex() {
    var index = [ByteText: Int](minimumCapacity: members.count * 2)
    for (place, member) in members.enumerated() { index[ByteText(member.key)] = place }
    self.index = index
  }
}

extension JSONObject: Sequence {
  /// The members in their order.
  public func makeIterator() -> IndexingIterator<[(key: String, value: JSONValue)]> {
    members.makeIterator()
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Of members with the same name the last value stays.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}

extension JSONObject: Hashable {
  /// The same names with equal values, in any order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
  }

  /// Hashes without regard to the order of members, as equality ignores it.
  public func hash(into hasher: inout Hasher) {
    var sum = 0
    for (key, value) in members {
      var member = Hasher()
      member.combine(ByteText(key))
      member.combine(value)
      sum &+= member.finalize()
    }
    hasher.combine(count)
    hasher.combine(sum)
  }
}
