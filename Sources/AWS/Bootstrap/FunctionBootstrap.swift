import AWSCore
import CAllocator
import CertificateAuthorities
import Environment
import HTTPTransport
import JSON
import LambdaRuntime

/// Everything that a function's `main.swift` wires its handler from.
///
/// A handler that cannot be made is reported as an initialization error that names the variable, and the process ends.
public final class FunctionBootstrap {
  public let environment: EnvironmentVariables
  public let clock: any Clock = SystemClock()
  public let sleeper: any Sleeper = SystemSleeper()
  public let randomness: any Randomness = SystemRandomness()
  public let runtime: LambdaRuntime
  private let observer: CallTracing
  private var awsTransport: ConnectionTransport?

  private init(environment: EnvironmentVariables, runtime: LambdaRuntime) {
    self.environment = environment
    self.runtime = runtime
    observer = CallTracing(runtime.tracer)
  }

  /// Makes the handler, and serves events until the Runtime API can no longer be reached.
  public static func run(
    _ makeHandler: (FunctionBootstrap) throws(ConfigurationError) -> any LambdaHandler
  ) -> Never {
    callocator_keep_freed_memory()
    let environment = EnvironmentVariables.process()
    do {
      let runtime = try LambdaRuntime(
        environment: environment, transport: ConnectionTransport(), clock: SystemClock(), sleeper: SystemSleeper(),
        output: StandardOutput())
      FunctionBootstrap(environment: environment, runtime: runtime).run(makeHandler).end()
    } catch {
      RuntimeExit(reason: "\(error)").end()
    }
  }

  private func run(
    _ makeHandler: (FunctionBootstrap) throws(ConfigurationError) -> any LambdaHandler
  ) -> RuntimeExit {
    let handler: any LambdaHandler
    do throws(ConfigurationError) {
      handler = try makeHandler(self)
    } catch {
      return runtime.reportInitializationError(
        FunctionError(type: "InvalidConfiguration", message: error.description))
    }
    return runtime.run(handler)
  }

  /// A client of one AWS service. All share one pool of connections.
  ///
  /// - Parameter connections: how many connections to open now, while the init phase has a whole processor.
  public func client(for service: AWSService, connections: Int) throws(ConfigurationError) -> AWSClient {
    let configuration = try AWSClientConfiguration(service: service, environment: environment)
    let transport = try transport()
    // What fails here is no error yet: the first call opens a connection too, and says why it can't.
    transport.connect(
      to: configuration.endpoint.url, connections: connections,
      timeoutMilliseconds: configuration.connectTimeoutMilliseconds)
    return AWSClient(
      configuration: configuration, transport: transport, clock: clock, sleeper: sleeper, randomness: randomness,
      observer: observer)
  }

  /// A variable that has to be there.
  public func required(_ variable: String) throws(ConfigurationError) -> String {
    guard let value = environment[variable] else { throw .missing(variable: variable) }
    return value
  }

  /// A whole number with a default.
  public func integer(
    _ variable: String, default standard: Int, in range: ClosedRange<Int>
  ) throws(ConfigurationError) -> Int {
    guard let text = environment[variable] else { return standard }
    guard let value = Int(text), range.contains(value) else {
      throw .invalid(
        variable: variable, value: text,
        expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private func transport() throws(ConfigurationError) -> ConnectionTransport {
    if let awsTransport { return awsTransport }
    warnOfOtherAuthorities()
    let options = TransportOptions(certificateAuthorities: authorities, useProxy: true)
    do {
      let transport = try ConnectionTransport(options: options)
      awsTransport = transport
      return transport
    } catch {
      throw .invalid(
        variable: "AWS_CA_BUNDLE", value: environment["AWS_CA_BUNDLE"] ?? "",
        expected: "a readable file of PEM certificates (\(error.message))")
    }
  }

  /// Says at the start what would later only show as a certificate that is not trusted.
  private func warnOfOtherAuthorities() {
    guard case .blob = authorities, let region = environment["AWS_REGION"] else { return }
    let partition = Partition(region: region)
    guard !partition.trustsAmazonRoots else { return }
    runtime.logger.warn(
      "The certificate authorities in this bundle are not known to vouch for this partition; AWS_CA_BUNDLE names others",
      [("partition", .string(partition.name))])
  }

  private var authorities: TrustedAuthorities {
    if let file = environment["AWS_CA_BUNDLE"] { return .file(file) }
    return CertificateAuthorities.embedded().map { .blob($0) } ?? .system
  }
}
