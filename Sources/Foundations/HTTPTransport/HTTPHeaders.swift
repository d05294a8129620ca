/// The header fields of an answer, in the order in which they came.
public struct HTTPHeaders: Hashable, Sendable, Sequence {
  public let fields: [HTTPHeader]

  public init(_ fields: [HTTPHeader] = []) {
    self.fields = fields
  }

  /// The value of the first field of that name, ignoring case; nil when there is none. Bytes that are not UTF-8
  /// have become U+FFFD.
  public subscript(name: String) -> String? {
    fields.first { $0.isNamed(name) }?.value
  }

  public func makeIterator() -> IndexingIterator<[HTTPHeader]> {
    fields.makeIterator()
  }
}
