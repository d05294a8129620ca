import DynamoDB
import Environment
import EventSourcing
import JSON

/// Writes that are the same however often they are done.
extension DynamoDBReadModel {
  /// The items of all groups go in common batches; what is not done counts against its own group.
  public func put(_ groups: [[ReadModelItem]], deadline: Timestamp?) -> [Result<Void, ReadModelError>] {
    var results = groups.map { _ in Result<Void, ReadModelError>.success(()) }
    var writes: [BatchWriteItem.Write] = []
    for (place, group) in groups.enumerated() {
      do throws(ReadModelError) {
        for item in group { writes.append(.put(try attributes(of: item))) }
      } catch {
        results[place] = .failure(error)
      }
    }
    guard let failure = putEach(writes, deadline: deadline) else { return results }
    for (place, group) in groups.enumerated() where group.contains(where: { failure.owners.contains($0.aggregateID) }) {
      results[place] = .failure(failure.error)
    }
    return results
  }

  private func putEach(
    _ writes: [BatchWriteItem.Write], deadline: Timestamp?
  ) -> (owners: Set<AggregateID>, error: ReadModelError)? {
    let (undone, error) = client.writeEach(writes, table: table, deadline: deadline)
    guard let error else { return nil }
    return (Set(undone.compactMap(owner)), ReadModelError(error))
  }

  private func owner(of write: BatchWriteItem.Write) -> AggregateID? {
    switch write {
    case .put(let item), .delete(let item): aggregateID(in: item)
    }
  }

  public func remove(
    _ projection: ProjectionType, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) {
    let key = key(projection, of: aggregateID)
    try Self.translating { () throws(DynamoDBError) in
      try client.writeAll([.delete(key: key)], table: table, deadline: deadline)
    }
  }
}
