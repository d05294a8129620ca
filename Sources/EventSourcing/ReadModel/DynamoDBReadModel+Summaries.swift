import DynamoDB
import Environment
import EventSourcing
import JSON

extension DynamoDBReadModel: ReadModelStore {
  /// Where no row moves, a summary is one conditional put; otherwise it is in one transaction with its rows.
  public func replace(
    _ replacements: [SummaryReplacement], deadline: Timestamp?
  ) -> [Result<Bool, ReadModelError>] {
    var requests: [Request] = []
    var results = replacements.map { _ in Result<Bool, ReadModelError>.success(false) }
    for (place, replacement) in replacements.enumerated() {
      do throws(ReadModelError) {
        requests.append(Request(place: place, actions: try actions(of: replacement)))
      } catch {
        results[place] = .failure(error)
      }
    }
    var throttling = ThrottledRetry()
    while !requests.isEmpty {
      var throttled: [Request] = []
      for (request, result) in send(requests, deadline: deadline) {
        if case .failure(let error) = result, error.isThrottledTransaction { throttled.append(request) }
        results[request.place] = outcome(of: replacements[request.place], result)
      }
      requests = throttled
      // The client does not see by itself that a transaction was cancelled for want of capacity.
      if requests.isEmpty || !client.waitBeforeRetry(of: &throttling, deadline: deadline) { break }
    }
    if requests.isEmpty { client.release(throttling) }
    return results
  }

  private struct Request {
    /// Among the replacements.
    let place: Int
    let actions: [TransactWriteItems.Action]
  }

  private func send(
    _ requests: [Request], deadline: Timestamp?
  ) -> [(Request, Result<Void, DynamoDBError>)] {
    var alone: [(request: Request, put: PutItem)] = []
    var together: [Request] = []
    for request in requests {
      if request.actions.count == 1, case .put(let put) = request.actions[0] {
        alone.append((request, put))
      } else {
        together.append(request)
      }
    }
    let (puts, transactions) = client.performTogether(
      all: alone.map(\.put), together.map { TransactWriteItems($0.actions) }, deadline: deadline)
    return zip(alone, puts).map { ($0.request, $1) } + zip(together, transactions).map { ($0, $1) }
  }

  private func actions(of replacement: SummaryReplacement) throws(ReadModelError) -> [TransactWriteItems.Action] {
    let rows = replacement.added.count + replacement.removed.count
    guard rows < DynamoDBLimits.transactionActions else {
      throw ReadModelError(.refused, "\(rows) rows of views change at once, more than one transaction holds")
    }
    let condition = try SummaryIdentity.condition(unchangedFrom: replacement.read, key: partitionKey)
    var actions: [TransactWriteItems.Action] = [
      .put(PutItem(table: table, item: try attributes(of: replacement.item), condition: condition))
    ]
    for row in replacement.added { actions.append(.put(PutItem(table: table, item: key(of: row)))) }
    for row in replacement.removed { actions.append(.delete(table: table, key: key(of: row))) }
    return actions
  }

  /// What stands in the way may be this very item: put by an attempt whose answer was lost, or by another projector. An
  /// item that a transaction holds is being changed by another projector.
  private func outcome(
    of replacement: SummaryReplacement, _ result: Result<Void, DynamoDBError>
  ) -> Result<Bool, ReadModelError> {
    guard case .failure(let error) = result else { return .success(true) }
    switch error.kind {
    case .conditionalCheckFailed(let standing):
      return .success(SummaryIdentity.same(standing?.json, replacement.item.attributes))
    case .transactionCanceled(let reasons):
      if let failed = reasons.first(where: { $0.code == .conditionalCheckFailed }) {
        return .success(SummaryIdentity.same(failed.item?.json, replacement.item.attributes))
      }
      if reasons.contains(where: { $0.code == .transactionConflict }) { return .success(false) }
    case .transactionConflict, .transactionInProgress: return .success(false)
    default: break
    }
    return .failure(ReadModelError(error))
  }
}

extension DynamoDBError {
  fileprivate var isThrottledTransaction: Bool {
    guard case .transactionCanceled(let reasons) = kind else { return false }
    let codes = reasons.filter { $0.code != .none }
    return !codes.isEmpty && codes.allSatisfy(\.isThrottling)
  }
}
