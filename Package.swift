// swift-tools-version: 6.0
import PackageDescription

/// README.md ("How the code is laid out") says what lives on each floor.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .unsafeFlags(["-warnings-as-errors"]),
]

/// What a bundle is linked from does without Swift's regular expressions: one use of `contains(String)` would link
/// their whole engine, half a megabyte.
let bundled: [SwiftSetting] =
  settings + [.unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])]

/// The floors of the house, lowest first: folders below `Sources` and `Tests`. Tests/ReadMe/test_floors.py refuses an
/// import that goes up, or sideways among domains, handlers and functions.
enum Floor: String {
  case foundations = "Foundations"
  case aws = "AWS"
  case eventSourcing = "EventSourcing"
  case domains = "Domains"
  case handlers = "Handlers"
  case wiring = "Wiring"
  case functions = "Functions"

  func system(_ name: String, apt packages: String...) -> Target {
    .systemLibrary(
      name: name, path: "Sources/\(rawValue)/\(name)", providers: packages.isEmpty ? nil : [.apt(packages)])
  }

  func target(_ name: String, _ dependencies: [Target.Dependency] = [], in house: String = "Sources") -> Target {
    .target(
      name: name, dependencies: dependencies, path: "\(house)/\(rawValue)/\(name)", swiftSettings: bundled)
  }

  func executable(_ name: String, _ dependencies: [Target.Dependency], in house: String = "Sources") -> Target {
    .executableTarget(
      name: name, dependencies: dependencies, path: "\(house)/\(rawValue)/\(name)", swiftSettings: bundled)
  }

  /// The tests of one target. They may import what it stands on, and what is named besides.
  func tests(_ name: String, also dependencies: [Target.Dependency] = [], in house: String = "Tests") -> Target {
    .testTarget(
      name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
      path: "\(house)/\(rawValue)/\(name)Tests", swiftSettings: settings)
  }
}

/// What every function is wired from.
let wired: [Target.Dependency] = ["AWSCore", "Bootstrap", "EventSourcing", "LambdaRuntime", "StoreWiring"]

let parcels = "Tests/Parcels"

let package = Package(
  name: "event-sourcing",
  products: [
    .executable(name: "command", targets: ["command"]),
    .executable(name: "projection", targets: ["projection"]),
    .executable(name: "query", targets: ["query"]),
    .executable(name: "domain", targets: ["domain"]),
  ],
  targets: [
    // System libraries, JSON text, digests, HTTP, the outside world as values.
    Floor.foundations.system("CCurl", apt: "libcurl4-openssl-dev", "libssl-dev"),
    Floor.foundations.system("CCrypto", apt: "libssl-dev"),
    Floor.foundations.system("CCertificateAuthorities"),
    Floor.foundations.system("CAllocator"),
    Floor.foundations.target("CertificateAuthorities", ["CCertificateAuthorities"]),
    Floor.foundations.target("Environment"),
    Floor.foundations.target("Base64"),
    Floor.foundations.target("JSON"),
    Floor.foundations.target("Amounts", ["JSON"]),
    Floor.foundations.target("Cryptography", ["CCrypto"]),
    Floor.foundations.target("HTTPTransport", ["CCurl"]),

    // What AWS asks of a Lambda runtime and of a signed call, its services' clients, its envelopes.
    Floor.aws.target("AWSCore", ["Cryptography", "Environment", "HTTPTransport", "JSON"]),
    Floor.aws.target("LambdaRuntime", ["Environment", "HTTPTransport", "JSON"]),
    Floor.aws.target("DynamoDB", ["AWSCore", "Base64", "Environment", "JSON"]),
    Floor.aws.target("EventBridge", ["AWSCore", "Environment", "JSON"]),
    Floor.aws.target("SQS", ["AWSCore", "Environment", "JSON"]),
    Floor.aws.target("Invocation", ["Base64", "Environment", "JSON"]),
    Floor.aws.target(
      "Bootstrap",
      ["AWSCore", "CAllocator", "CertificateAuthorities", "Environment", "HTTPTransport", "JSON", "LambdaRuntime"]),

    // Event sourcing as such, and what an append, a load and a projection write are on DynamoDB.
    Floor.eventSourcing.target("EventSourcing", ["Cryptography", "Environment", "JSON"]),
    Floor.eventSourcing.target("EventStore", ["DynamoDB", "EventSourcing", "Environment", "JSON"]),
    Floor.eventSourcing.target(
      "ReadModel", ["Base64", "Cryptography", "DynamoDB", "EventSourcing", "EventStore", "Environment", "JSON"]),

    Floor.eventSourcing.target("DomainFile", ["EventSourcing", "JSON"]),

    // The domains.
    Floor.domains.target("Accounts", ["Amounts", "EventSourcing", "Environment", "JSON"]),
    Floor.domains.target("Transfers", ["Amounts", "EventSourcing", "JSON"]),

    // One handler each.
    Floor.handlers.target(
      "CommandHandling", ["Environment", "EventSourcing", "Invocation", "JSON", "LambdaRuntime"]),
    Floor.handlers.target(
      "Processing", ["Environment", "EventSourcing", "Invocation", "JSON", "LambdaRuntime", "SQS"]),
    Floor.handlers.target(
      "Projecting",
      [
        "AWSCore", "DynamoDB", "Environment", "EventSourcing", "Invocation", "JSON", "LambdaRuntime", "ReadModel",
        "SQS",
      ]),
    Floor.handlers.target(
      "Querying", ["Environment", "EventSourcing", "Invocation", "JSON", "LambdaRuntime", "ReadModel"]),
    Floor.handlers.target(
      "Publishing",
      [
        "AWSCore", "DynamoDB", "Environment", "EventBridge", "EventSourcing", "EventStore", "Invocation", "JSON",
        "LambdaRuntime", "SQS",
      ]),

    // The functions of any domain: each reads the environment, makes its handler, and runs.
    Floor.wiring.target(
      "StoreWiring", ["AWSCore", "Bootstrap", "DynamoDB", "EventSourcing", "EventStore", "ReadModel"]),
    Floor.wiring.target(
      "CommandWiring", wired + ["CommandHandling", "EventBridge", "Processing", "Publishing", "SQS"]),
    Floor.wiring.target("ProjectionWiring", wired + ["Projecting", "SQS"]),
    Floor.wiring.target("QueryWiring", wired + ["Querying"]),
    Floor.wiring.target(
      "DomainWiring", ["CommandHandling", "DomainFile", "EventSourcing", "Invocation", "JSON", "Querying"]),

    // The executables: a domain and a function. `domain` is no bundle: it prints what Terraform and callers read.
    Floor.functions.executable("command", ["Accounts", "CommandWiring", "Transfers"]),
    Floor.functions.executable("projection", ["Accounts", "ProjectionWiring", "Transfers"]),
    Floor.functions.executable("query", ["Accounts", "QueryWiring", "Transfers"]),
    Floor.functions.executable("domain", ["Accounts", "DomainWiring", "Transfers"]),

    .target(
      name: "TestSupport",
      dependencies: [
        "AWSCore", "DynamoDB", "Environment", "EventSourcing", "HTTPTransport", "JSON", "LambdaRuntime", "SQS",
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    Floor.foundations.tests("Amounts"),
    Floor.foundations.tests("Base64"),
    Floor.foundations.tests("Cryptography"),
    Floor.foundations.tests("Environment"),
    Floor.foundations.tests("CertificateAuthorities"),
    Floor.foundations.tests("JSON"),
    Floor.foundations.tests("HTTPTransport", also: ["CCurl"]),
    Floor.aws.tests("AWSCore", also: ["Cryptography", "DynamoDB", "EventBridge", "SQS"]),
    Floor.aws.tests("LambdaRuntime"),
    Floor.aws.tests("DynamoDB"),
    Floor.aws.tests("EventBridge"),
    Floor.aws.tests("SQS"),
    Floor.aws.tests("Invocation"),
    Floor.eventSourcing.tests("EventSourcing"),
    Floor.eventSourcing.tests("EventStore", also: ["Accounts", "Amounts"]),
    Floor.eventSourcing.tests("ReadModel", also: ["Accounts"]),
    Floor.eventSourcing.tests("DomainFile", also: ["Accounts", "Transfers"]),
    Floor.domains.tests("Accounts"),
    Floor.domains.tests("Transfers"),
    Floor.handlers.tests("CommandHandling", also: ["Accounts", "Transfers"]),
    Floor.handlers.tests("Processing", also: ["Accounts", "Amounts", "Transfers"]),
    Floor.handlers.tests("Publishing", also: ["Accounts"]),
    Floor.handlers.tests("Projecting", also: ["Accounts", "AWSCore", "EventStore", "Parcels"]),
    Floor.handlers.tests("Querying", also: ["Accounts", "Transfers"]),
    Floor.wiring.tests("DomainWiring", also: ["Accounts", "DomainFile", "JSON", "Parcels", "Transfers"]),

    // A domain that is not shipped, beside the one that is: a module and its executables.
    Floor.domains.target("Parcels", ["EventSourcing", "JSON"], in: parcels),
    Floor.domains.tests("Parcels", also: ["DomainFile"], in: parcels),
    Floor.functions.executable("parcels-command", ["CommandWiring", "Parcels"], in: parcels),
    Floor.functions.executable("parcels-projection", ["Parcels", "ProjectionWiring"], in: parcels),
    Floor.functions.executable("parcels-query", ["Parcels", "QueryWiring"], in: parcels),
    Floor.functions.executable("parcels-domain", ["DomainWiring", "Parcels"], in: parcels),
  ]
)

// A program that `./build.sh bench` measures, and no other build knows of.
if Context.environment["BENCHMARKS"] != nil {
  package.targets.append(
    .executableTarget(
      name: "echo", dependencies: ["Bootstrap", "LambdaRuntime"], path: "Tests/Benchmarks/echo", swiftSettings: bundled)
  )
}

// The fuzz targets of Tests/Fuzzing: `./build.sh fuzz` builds them, with libFuzzer's own main function.
if Context.environment["FUZZING"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Accounts", "Amounts", "Base64", "CommandHandling", "Cryptography", "DynamoDB", "Environment", "EventSourcing",
        "EventStore", "HTTPTransport", "Invocation", "JSON", "LambdaRuntime", "Processing", "Projecting", "Publishing",
        "Querying", "ReadModel", "SQS", "TestSupport", "Transfers",
      ],
      path: "Tests/Fuzzing/fuzz", swiftSettings: settings))
}
