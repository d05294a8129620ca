import Invocation
import JSON
import Querying

/// Questions, bare and in envelopes, and as paths and query strings.
struct QueriesTarget: FuzzTarget {
  func check(_ input: [UInt8]) {
    let world = QueryWorld()
    let reply = Reply(of: world.handler, to: input)
    if case .failure(let name) = reply { require(false, "a question never fails the function: \(name)") }
    guard let envelope = try? Envelope(input), envelope.kind == .bare else { return }
    for wrapping in Wrapping.allCases {
      let wrapped = Reply(of: world.handler, to: wrapping.event(input, path: QueryHandler.path))
      require(wrapped == reply, "in an envelope (\(wrapping)) it is the same question: \(reply), \(wrapped)")
    }
    checkNextPage(reply, of: envelope, in: world)
  }

  private func checkNextPage(_ reply: Reply, of envelope: Envelope, in world: QueryWorld) {
    guard let token = reply.body?["nextToken"], var question = envelope.body else { return }
    question["nextToken"] = token
    guard case .answer(200, _) = Reply(of: world.handler, to: JSONValue.object(question).serialized()) else {
      fatalError("broken: a token that was given out is taken: \(reply)")
    }
  }
}
