import JSON

/// Named attribute values: an item, or a map within one. Names are unique byte for byte and keep their order.
public struct AttributeMap: Sendable {
  /// Up to this many members a scan is faster than hashing and building the index.
  private static let scanLimit = 32

  /// The members in their order.
  public private(set) var members: [(name: String, value: AttributeValue)] = []
  /// Nil in small maps.
  private var index: [ByteText: Int]?

  /// A map without members.
  public init() {}

  /// A map of these members; of members with the same name the last value stays, at the place of the first.
  public init(_ members: [(String, AttributeValue)]) {
    self.members.reserveCapacity(members.count)
    for (name, value) in members { self[name] = value }
  }

  /// A map of members whose names are known to differ.
  init(unique members: [(name: String, value: AttributeValue)]) {
    self.members = members
    rebuildIndex()
  }

  /// Of an object's members, with what is made of each value.
  ///
  /// - Throws: what `attribute` throws, with the member's name.
  init(
    _ object: JSONObject, attribute: (JSONValue) throws(AttributeValueError) -> AttributeValue
  ) throws(AttributeValueError) {
    var members: [(name: String, value: AttributeValue)] = []
    members.reserveCapacity(object.count)
    for (name, value) in object {
      do {
        members.append((name, try attribute(value)))
      } catch {
        throw error.inMember(name)
      }
    }
    self.init(unique: members)
  }

  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }
  /// The names in their order.
  public var names: [String] { members.map(\.name) }

  /// The value of a name, compared byte for byte; setting nil removes the member.
  public subscript(name: String) -> AttributeValue? {
    get {
      place(of: name).map { members[$0].value }
    }
    set {
      switch (place(of: name), newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil):
        members.remove(at: place)
        rebuildIndex()
      case (nil, let value?): append(name, value)
      case (nil, nil): return
      }
    }
  }

  private func place(of name: String) -> Int? {
    if let index { return index[ByteText(name)] }
    for place in members.indices where ByteText.sameBytes(members[place].name, name) { return place }
    return nil
  }

  private mutating func append(_ name: String, _ value: AttributeValue) {
    members.append((name: name, value: value))
    if index != nil {
      index?[ByteText(name)] = members.count - 1
    } else if members.count > Self.scanLimit {
      rebuildIndex()
    }
  }

  private mutating func rebuildIndex() {
    self.index = nil
    guard members.count > Self.scanLimit else { return }
    var index = [ByteText: Int](minimumCapacity: members.count * 2)
    for (place, member) in members.enumerated() { index[ByteText(member.name)] = place }
    self.index = index
  }
}

extension AttributeMap: Sequence {
  public func makeIterator() -> IndexingIterator<[(name: String, value: AttributeValue)]> {
    members.makeIterator()
  }
}

extension AttributeMap: ExpressibleByDictionaryLiteral {
  /// Of members with the same name the last value stays.
  public init(dictionaryLiteral elements: (String, AttributeValue)...) {
    self.init(elements)
  }
}

extension AttributeMap: Hashable {
  /// The same names with equal values, in any order.
  public static func == (left: AttributeMap, right: AttributeMap) -> Bool {
    left.count == right.count && left.members.allSatisfy { right[$0.name] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    var sum = 0
    for (name, value) in members {
      var member = Hasher()
      member.combine(ByteText(name))
      member.combine(value)
      sum &+= member.finalize()
    }
    hasher.combine(count)
    hasher.combine(sum)
  }
}
