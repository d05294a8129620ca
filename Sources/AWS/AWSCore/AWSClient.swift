import Environment
import HTTPTransport
import JSON

/// Calls operations of one AWS service: signs, sends, tries again, and gives back JSON or a typed error.
///
/// Blocking and for one thread. The tokens that bound retries and the learned clock skew belong to the client, so a
/// process should keep one client per service.
public final class AWSClient {
  public let configuration: AWSClientConfiguration
  private let transport: any Transport
  let clock: any Clock
  let sleeper: any Sleeper
  let randomness: any Randomness
  private let observer: (any CallObserver)?
  private let builder: RequestBuilder
  var quota = RetryQuota()
  private var skewMilliseconds: Int64?

  /// - Parameter observer: is told of every finished call.
  public init(
    configuration: AWSClientConfiguration, transport: any Transport, clock: any Clock, sleeper: any Sleeper,
    randomness: any Randomness, observer: (any CallObserver)? = nil
  ) {
    self.configuration = configuration
    self.transport = transport
    self.clock = clock
    self.sleeper = sleeper
    self.randomness = randomness
    self.observer = observer
    builder = RequestBuilder(configuration)
  }

  /// Calls one operation.
  ///
  /// - Parameter deadline: no attempt goes on past it and no retry is waited for that would start after it.
  /// - Returns: the output; an empty object if the answer had no body.
  public func call(_ operation: String, _ input: JSONValue, deadline: Timestamp?) throws(AWSError) -> JSONValue {
    try call([AWSCall(operation: operation, input: input)], deadline: deadline)[0].get()
  }

  /// Calls several operations at once; each has its own retries, but for dispensable ones.
  ///
  /// - Returns: one result for each call, in their order.
  public func call(_ calls: [AWSCall], deadline: Timestamp?) -> [Result<JSONValue, AWSError>] {
    let start = clock.now()
    var pending = calls.map { PendingCall($0, start: start) }
    while true {
      let open = pending.indices.filter { pending[$0].result == nil }
      let needed = open.filter { !pending[$0].call.isDispensable || pending[$0].lastFailure == nil }
      for index in open where needed.isEmpty { finish(&pending[index]) { $0.giveUp(service: serviceName) } }
      if needed.isEmpty { break }
      // One wait for all: the delays are random, and a common attempt keeps it one round trip.
      let delay = needed.reduce(0) { max($0, pending[$1].delayMilliseconds) }
      if delay > 0 { sleeper.sleep(milliseconds: delay) }
      attempt(&pending, open, deadline: deadline)
    }
    return pending.compactMap(\.result)
  }

  private func attempt(_ pending: inout [PendingCall], _ wave: [Int], deadline: Timestamp?) {
    let now = clock.now()
    let remaining = deadline.map { $0.milliseconds(since: now) }
    if let remaining, remaining <= 0 {
      for index in wave { finish(&pending[index]) { $0.fail(.deadlineExceeded, service: serviceName) } }
      return
    }
    let signedSkew = skewMilliseconds
    let signingTime = now.adding(milliseconds: skewMilliseconds ?? 0)
    let requests = wave.map { builder.request(pending[$0], signedAt: signingTime, remainingMilliseconds: remaining) }
    let answers = transport.perform(requests)
    precondition(answers.count == requests.count, "a transport answers every request")
    for (index, answer) in zip(wave, answers) {
      switch AttemptOutcome(answer, reader: pending[index].call.reader) {
      case .success(let output):
        quota.release(pending[index].retry.lastCost)
        finish(&pending[index]) { $0.succeed(output) }
      case .failure(let failure):
        learnSkew(failure, sentAt: now)
        let corrected = skewMilliseconds != signedSkew && ClockSkew.isSuspected(failure.kind)
        retryOrFail(&pending[index], failure, as: corrected ? .transient : failure.errorClass, deadline: deadline)
      }
    }
  }

  private func retryOrFail(
    _ pending: inout PendingCall, _ failure: AttemptFailure, as errorClass: ErrorClass, deadline: Timestamp?
  ) {
    pending.mayHaveExecuted = pending.mayHaveExecuted || failure.mayHaveExecuted
    let policy = configuration.retryPolicy
    let remaining = deadline.map { $0.milliseconds(since: clock.now()) }
    let decision =
      pending.call.isDispensable
      ? pending.retry.decideAlongWithOthers(errorClass, policy: policy)
      : pending.retry.decide(
        errorClass, policy: policy, quota: &quota, jitter: randomness.unit(),
        retryAfter: failure.headers?["x-amz-retry-after"], remainingMilliseconds: remaining)
    if case .retry(let exactDelay) = decision {
      pending.delayMilliseconds = Int(exactDelay.rounded(.up))
      pending.lastFailure = failure.kind
      return
    }
    finish(&pending) { $0.fail(failure.kind(remainingMilliseconds: remaining), service: serviceName) }
  }

  private func finish(_ pending: inout PendingCall, _ settle: (inout PendingCall) -> Void) {
    settle(&pending)
    guard let observer, let result = pending.result else { return }
    let error: AWSError? = if case .failure(let error) = result { error } else { nil }
    observer.didCall(
      service: serviceName, operation: pending.call.operation, start: pending.start, end: clock.now(),
      attempts: pending.retry.failures + (error == nil ? 1 : 0), error: error)
  }

  private func learnSkew(_ failure: AttemptFailure, sentAt: Timestamp) {
    guard case .service(let error) = failure.kind else { return }
    skewMilliseconds = ClockSkew.next(
      previous: skewMilliseconds, sentAt: sentAt, date: failure.headers?["date"].flatMap(Timestamp.init(httpDate:)),
      code: error.code, method: "POST")
  }

  private var serviceName: String { configuration.service.signingName }
}
