import EventSourcing
import Invocation
import JSON
import ReadModel

extension Fields {
  /// The most elements of one page.
  static let maximumLimit = 1_000

  /// A required name of an aggregate.
  func aggregateID(_ name: String) throws(RequestError) -> AggregateID {
    try required(name, bytes: 1...AggregateID.maximumBytes, as: AggregateID.init)
  }

  /// A required key of a view.
  func owner(_ name: String) throws(RequestError) -> OwnerKey {
    try required(name, bytes: 1...OwnerKey.maximumBytes, as: OwnerKey.init)
  }

  /// An optional place in a log.
  func sequence(_ name: String, from lowest: Int) throws(RequestError) -> SequenceNumber? {
    try optionalInteger(name, in: lowest...SequenceNumber.maximum).flatMap(SequenceNumber.init)
  }

  /// How many elements a page may have.
  func limit(default standard: Int) throws(RequestError) -> Int {
    try optionalInteger("limit", in: 1...Self.maximumLimit) ?? standard
  }

  /// The place that a `nextToken` names, which must have been given out for the same question.
  func place(question: JSONValue) throws(RequestError) -> JSONValue? {
    guard let token = try optionalString("nextToken", bytes: 1...PageToken.maximumBytes) else { return nil }
    do {
      return try PageToken.place(in: token, question: question)
    } catch {
      throw RequestError("Invalid field nextToken: it \(error)", field: "nextToken")
    }
  }

  /// The sequence to go on at, from a `nextToken` whose place is one.
  func nextSequence(question: JSONValue) throws(RequestError) -> SequenceNumber? {
    guard let place = try place(question: question) else { return nil }
    guard let sequence = place.number?.int.flatMap(SequenceNumber.init), sequence > .zero else {
      throw .malformedToken
    }
    return sequence
  }

  /// The row of a view to go on behind, from a `nextToken` whose place is that of one.
  func nextRow(of view: String, under owner: OwnerKey, isRanked: Bool, question: JSONValue) throws(RequestError)
    -> String?
  {
    guard let place = try place(question: question) else { return nil }
    let row = place.string.flatMap { ViewRow(view: view, owner: owner, place: $0, isRanked: isRanked) }
    guard let row else { throw .malformedToken }
    return row.place
  }

  /// The positions to go on behind, from a `nextToken` whose place is a list of them, all within the times that are asked
  /// for and none twice in a partition: DynamoDB refuses any other start of a page.
  func positions(question: JSONValue, within times: IndexTimes?) throws(RequestError) -> [EventPosition] {
    guard let place = try place(question: question) else { return [] }
    guard let elements = place.array else { throw .malformedToken }
    let positions = elements.compactMap(EventPosition.init(json:))
    guard
      positions.count == elements.count, positions.allSatisfy({ times?.contains($0) ?? false }),
      Set(positions.map(\.partition)).count == positions.count
    else { throw .malformedToken }
    return positions
  }
}

extension RequestError {
  /// A token whose place is none that its question can have.
  static let malformedToken = RequestError(
    "Invalid field nextToken: it \(PageTokenError.malformed)", field: "nextToken")
}
