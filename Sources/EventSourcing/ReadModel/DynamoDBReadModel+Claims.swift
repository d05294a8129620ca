import DynamoDB
import Environment
import EventSourcing
import JSON

extension DynamoDBReadModel {
  private static let from = "From"
  private static let until = "Until"

  public func claim(
    _ claims: [ProjectionClaim], now: Timestamp, deadline: Timestamp?
  ) -> [Result<ProjectionClaim.Outcome, ReadModelError>] {
    zip(claims, client.perform(claims.map { put($0, now: now) }, deadline: deadline)).map { claim, result in
      switch result {
      case .success: return .success(.granted)
      case .failure(let error):
        guard case .conditionalCheckFailed(let item) = error.kind else { return .failure(ReadModelError(error)) }
        // The table's clock is not asked: times are text, whose order is theirs.
        let from = item?[Self.from]?.int.flatMap(SequenceNumber.init) ?? .zero
        let until = item?[Self.until]?.string.flatMap(Timestamp.init(rfc3339:)) ?? now
        // Its own, put by an attempt whose answer was lost.
        if from == claim.from, until == claim.until.truncatedToMicroseconds { return .success(.granted) }
        return .success(.held(from: from, until: until))
      }
    }
  }

  private func put(_ claim: ProjectionClaim, now: Timestamp) -> PutItem {
    var item = key(.claim, of: claim.aggregateID)
    item[Self.from] = .number(claim.from.value)
    item[Self.until] = .string(claim.until.rfc3339)
    let isFree = Expression(
      "attribute_not_exists(#id) OR #from < :from OR #until < :now",
      names: ["#id": partitionKey, "#from": Self.from, "#until": Self.until],
      values: [":from": .number(claim.from.value), ":now": .string(now.rfc3339)])
    return PutItem(table: table, item: item, condition: isFree)
  }
}
