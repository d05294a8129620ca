import AWSCore
import JSON

/// One operation of DynamoDB's API with its input, and how its output is read.
public protocol DynamoDBOperation: Sendable {
  associatedtype Output: Sendable
  /// The operation's name in the API.
  static var name: String { get }
  /// Appends the text of the input, a JSON object.
  func write(to text: inout [UInt8])
  /// Whether the operation only saves its caller work: it is given little time beyond the operations beside it, and no
  /// retries of its own (`AWSCall.isDispensable`).
  var isDispensable: Bool { get }
  /// Reads the output from an answer's body, which may be empty.
  ///
  /// - Throws: `JSONError` for what is no answer, as one that was cut off on its way.
  /// - Returns: a failure where the answer is not what the API promises.
  func output(body: [UInt8]) throws(JSONError) -> Result<Output, AttributeValueError>
}

extension DynamoDBOperation {
  public var isDispensable: Bool { false }
}

/// An operation whose output is read from a JSON value.
public protocol DynamoDBValueOperation: DynamoDBOperation {
  /// Reads the output; throws where the answer is not what the API promises.
  func output(_ json: consuming JSONValue) throws(AttributeValueError) -> Output
  /// Reads the output in place, without a JSON value of it.
  ///
  /// - Returns: nil for an answer that is not of the usual form, which is then read the plain way.
  func output(inPlace wire: inout WireReader) -> Output?
}

extension DynamoDBValueOperation {
  public func output(inPlace wire: inout WireReader) -> Output? { nil }

  public func output(body: [UInt8]) throws(JSONError) -> Result<Output, AttributeValueError> {
    if let output = body.withUnsafeBufferPointer(outputInPlace) { return .success(output) }
    let json: JSONValue = body.isEmpty ? [:] : try JSONValue(parsing: body)
    do {
      return .success(try output(json))
    } catch {
      return .failure(error)
    }
  }

  private func outputInPlace(_ bytes: UnsafeBufferPointer<UInt8>) -> Output? {
    var wire = WireReader(bytes)
    guard let output = output(inPlace: &wire), wire.isAtEnd else { return nil }
    return output
  }
}

extension JSONValue {
  /// Takes the items of a member that is a list of them out of the object. What is decoded is let go of one by one: as
  /// JSON, an item of many small values takes ten times its size.
  mutating func takeItems(_ name: String) throws(AttributeValueError) -> [Item] {
    guard case .array(var elements)? = take(name) else { throw AttributeValueError(.missing, path: name) }
    var items: [Item] = []
    items.reserveCapacity(elements.count)
    for place in elements.indices {
      items.append(try Item(wire: elements[place]))
      elements[place] = .null
    }
    return items
  }

  /// Takes a member out of an object.
  mutating func take(_ name: String) -> JSONValue? {
    guard case .object(var object) = self else { return nil }
    // Nothing else may hold on to the members while one is taken out, or they would be copied.
    self = .null
    let member = object[name]
    object[name] = nil
    self = .object(object)
    return member
  }

  /// The item of a member; nil if there is none.
  func item(_ name: String) throws(AttributeValueError) -> Item? {
    try self[name].map { json throws(AttributeValueError) in try Item(wire: json) }
  }

  /// The whole number of a member.
  func count(_ name: String) throws(AttributeValueError) -> Int {
    guard let count = self[name]?.number?.int else { throw AttributeValueError(.missing, path: name) }
    return count
  }

  /// The capacity units that the answer says were used; nil if it says nothing.
  var consumedCapacity: Double? {
    (self["ConsumedCapacity"]?["CapacityUnits"]?.number).flatMap { Double($0.text) }
  }
}
