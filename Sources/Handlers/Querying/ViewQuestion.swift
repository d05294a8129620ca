import Environment
import EventSourcing
import Invocation
import JSON
import ReadModel

/// `getCustomerAccounts`, or what owner and noun make of it: the aggregates that a view lists under an owner's key, in the
/// view's order.
///
/// What is said of each comes from its summary. One whose summary is not to be read stands in its place with an `error`.
struct ViewQuestion<Model: Domain>: Question {
  private let view: View<Model.State>
  private let owner: OwnerKey
  private let limit: Int
  private let after: String?
  private let question: JSONValue

  init(_ view: View<Model.State>, _ fields: Fields) throws(RequestError) {
    self.view = view
    let member = view.owner.idMember
    owner = try fields.owner(member)
    limit = try fields.limit(default: 100)
    question = .object(
      JSONObject([("queryType", .string(view.query(listing: Model.noun))), (member, .string(owner.text))]))
    after = try fields.nextRow(
      of: view.name(of: Model.noun), under: owner, isRanked: view.rank != nil, question: question)
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    var entries: [JSONValue] = []
    var budget = sources.budget
    var size = ReadSize()
    var reached = after
    while true {
      // One more than is wanted: a token is given out only if something stands behind it.
      let page = try sources.list(
        view.name(of: Model.noun), of: owner, isRanked: view.rank != nil, after: reached,
        limit: min(limit - entries.count + 1, size.items),
        deadline: deadline)
      let summaries = try sources.summaries(of: page.rows.map(\.aggregateID), deadline: deadline)
      size.adapt(to: summaries.values.map(\.footprint))
      for row in page.rows {
        if let summary = summaries[row.aggregateID], let entry = entry(of: row.aggregateID, summary) {
          guard entries.count < limit, budget.take(entry) else { return answer(entries, next: reached) }
          entries.append(entry)
        }
        reached = row.place
      }
      guard let next = page.next else { return answer(entries, next: nil) }
      reached = next
    }
  }

  /// - Returns: nil for an aggregate that is listed elsewhere by now.
  private func entry(of aggregateID: AggregateID, _ summary: JSONObject) -> JSONValue? {
    let member = Model.noun.idMember
    guard let state = Self.state(in: summary, of: aggregateID) else {
      return .object(
        JSONObject([(member, .string(aggregateID.text)), ("error", "its summary cannot be read until it is rebuilt")]))
    }
    guard view.owners(of: state).contains(owner) else { return nil }
    var entry = JSONObject([(member, .string(aggregateID.text))])
    for (name, value) in view.entry(state) { entry[name] = value }
    entry["version"] = summary["Version"] ?? .null
    return .object(entry)
  }

  /// One of another fold is listed until the projection has folded anew, where this code can read it; one that was altered
  /// is not.
  private static func state(in summary: JSONObject, of aggregateID: AggregateID) -> Model.State? {
    if summary["ProjectionVersion"]?.number?.int != Model.foldVersion { return Model.decodeState(from: summary) }
    return FoldedCopy<Model>(attributes: summary, of: aggregateID)?.state
  }

  private func answer(_ entries: [JSONValue], next: String?) -> Answer {
    let list = Model.noun.listMember
    var body = JSONObject([
      (view.owner.idMember, .string(owner.text)), (list, .array(entries)),
      (Model.noun.countMember, .number(JSONNumber(entries.count))),
    ])
    if let next { body["nextToken"] = .string(PageToken(place: .string(next), question: question).text) }
    return Answer(statusCode: 200, body: .object(body))
  }
}
