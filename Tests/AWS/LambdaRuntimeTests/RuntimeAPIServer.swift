import TestSupport

/// A Runtime API for tests: gives `events` events, one at a time as Lambda does, keeps what comes back for each, and
/// commits one fault. After the last event `/next` answers 410, which ends the loop.
final class RuntimeAPIServer: Sendable {
  struct Outcome: Sendable {
    var responses: [[UInt8]] = []
    var errors: [LoopbackRequest] = []
  }

  fileprivate struct State {
    var nextEvent = 0
    var inFlight: Int?
    var isFaultDone = false
    var outcomes: [Int: Outcome] = [:]
    var initializationErrors: [LoopbackRequest] = []
    var refusedPosts = 0
  }

  let server: LoopbackServer
  private let state: Shared

  init(
    events: Int, fault: RuntimeFault? = nil, at faultEvent: Int = 10,
    event: @escaping @Sendable (Int) -> LoopbackResponse = RuntimeAPIServer.event
  ) throws {
    let state = Shared()
    self.state = state
    server = try LoopbackServer { request in
      state.mutex.withLock { state in
        state.reply(to: request, events: events, fault: fault, at: faultEvent, event: event)
      }
    }
  }

  func stop() { server.stop() }

  var outcomes: [Int: Outcome] { state.mutex.withLock { $0.outcomes } }
  var initializationErrors: [LoopbackRequest] { state.mutex.withLock { $0.initializationErrors } }
  /// How many answers came for an event that was not in flight.
  var refusedPosts: Int { state.mutex.withLock { $0.refusedPosts } }
  var isFaultDone: Bool { state.mutex.withLock { $0.isFaultDone } }

  static func requestID(_ index: Int) -> String { "8476a536-e9f4-11e8-9739-2dfe59\(100_000 + index)" }
  static func body(_ index: Int) -> [UInt8] { Array("{\"event\":\(index)}".utf8) }

  @Sendable static func event(_ index: Int) -> LoopbackResponse {
    LoopbackResponse(
      headers: [
        ("Content-Type", "application/json"),
        ("Lambda-Runtime-Aws-Request-Id", requestID(index)),
        ("Lambda-Runtime-Deadline-Ms", "1705314630123"),
        ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:echo:live"),
        ("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1"),
      ], body: body(index))
  }

  private final class Shared: Sendable {
    let mutex = Locked(State())
  }
}

extension RuntimeAPIServer.State {
  fileprivate mutating func reply(
    to request: LoopbackRequest, events: Int, fault: RuntimeFault?, at faultEvent: Int,
    event: (Int) -> LoopbackResponse
  ) -> LoopbackReply {
    let accepted = LoopbackResponse(status: 202, body: Array("{\"status\":\"OK\"}\n".utf8))
    if request.target.hasSuffix("/runtime/init/error") {
      initializationErrors.append(request)
      return .answer(accepted)
    }
    if request.target.hasSuffix("/runtime/invocation/next") {
      guard nextEvent < events else { return .status(410) }
      if nextEvent == faultEvent, let reply = fault?.replyToNext(event(nextEvent)), !isFaultDone {
        isFaultDone = true
        return reply
      }
      inFlight = nextEvent
      nextEvent += 1
      return .answer(event(nextEvent - 1))
    }
    guard let index = inFlight, request.target.contains("/invocation/\(RuntimeAPIServer.requestID(index))/") else {
      refusedPosts += 1
      return .status(400, #"{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}"#)
    }
    let isFaultDue = index == faultEvent && !isFaultDone
    if isFaultDue, let fault, let reply = fault.replyToPost(accepted) {
      isFaultDone = true
      if fault == .postLost { return reply }
      receive(request, for: index)
      return reply
    }
    receive(request, for: index)
    return .answer(accepted)
  }

  private mutating func receive(_ request: LoopbackRequest, for index: Int) {
    inFlight = nil
    if request.target.hasSuffix("/response") {
      outcomes[index, default: .init()].responses.append(request.body)
    } else {
      outcomes[index, default: .init()].errors.append(request)
    }
  }
}
