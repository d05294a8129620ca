import AWSCore
import JSON

/// One operation of DynamoDB's API with its input, and how its output is read.
public protocol DynamoDBOperation: Sendable {
  associatedtype Output: Sendable
  /// The operation's name in the API.
  static var name: String { get }
  var input: JSONValue { get }
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
}

extension DynamoDBValueOperation {
  public func output(body: [UInt8]) throws(JSONError) -> Result<Output, AttributeValueError> {
    let json: JSONValue = body.isEmpty ? [:] : try JSONValue(parsing: body)
    do {
      return .success(try output(json))
    } catch {
      return .failure(error)
    }
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
