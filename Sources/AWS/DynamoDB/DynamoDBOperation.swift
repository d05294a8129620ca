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
  /// Reads the output; throws where the answer is not what the API promises.
  func output(_ json: JSONValue) throws(AttributeValueError) -> Output
}

extension DynamoDBOperation {
  public var isDispensable: Bool { false }
}

extension JSONValue {
  /// The items of a member that is a list of them.
  func items(_ name: String) throws(AttributeValueError) -> [Item] {
    guard let elements = self[name]?.array else { throw AttributeValueError(.missing, path: name) }
    var items: [Item] = []
    items.reserveCapacity(elements.count)
    for element in elements { items.append(try Item(wire: element)) }
    return items
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
