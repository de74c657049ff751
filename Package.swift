// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
]

/// Tests may use Foundation and unsafe pointers freely; they are not shipped.
let testing: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "qosctl",
    products: [
        .executable(name: "qosctl", targets: ["qosctl"]),
        .library(name: "QoSCompiler", targets: ["QoSCompiler"]),
        .library(name: "QoSDriver", targets: ["QoSDriver"]),
        .library(name: "QoSVerifier", targets: ["QoSVerifier"]),
        .library(name: "NetlinkModel", targets: ["NetlinkModel"]),
        .library(name: "NetlinkKit", targets: ["NetlinkKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
    ],
    targets: [
        // C libraries, found by their Debian package: libmnl-dev, libnftnl-dev.
        .systemLibrary(name: "CMnl", providers: [.apt(["libmnl-dev"])]),
        .systemLibrary(name: "CNftnl", providers: [.apt(["libnftnl-dev"])]),
        .target(name: "CLinux"),

        .target(name: "NetlinkModel", swiftSettings: strict),
        .target(name: "NetlinkKit", dependencies: ["NetlinkModel", "CMnl", "CNftnl"], swiftSettings: strict),
        .target(name: "QoSCompiler", dependencies: ["NetlinkModel"], swiftSettings: strict),
        .target(name: "QoSVerifier", dependencies: ["QoSCompiler", "NetlinkModel"], swiftSettings: strict),
        .target(
            name: "QoSDriver",
            dependencies: ["QoSCompiler", "QoSVerifier", "NetlinkKit", "NetlinkModel", "CLinux"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "qosctl",
            dependencies: [
                "QoSDriver", "QoSVerifier", "QoSCompiler", "NetlinkModel", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),

        // Throw-away network namespaces for kernel tests, demonstrations and benchmarks; not shipped.
        .target(
            name: "CNetworkLab", path: "Tests/CNetworkLab",
            linkerSettings: [.linkedLibrary("nftnl"), .linkedLibrary("mnl")]
        ),
        .target(
            name: "NetworkLab", dependencies: ["CNetworkLab", "CLinux"], path: "Tests/NetworkLab",
            swiftSettings: testing
        ),
        .executableTarget(
            name: "qosctl-demo", dependencies: ["NetworkLab", "QoSCompiler"], path: "Tools/Demo", swiftSettings: testing
        ),
        // Time and memory of one command, for benchmarks and limits; not shipped.
        .executableTarget(
            name: "qosctl-measure", dependencies: ["NetlinkKit", "NetlinkModel"], path: "Tools/Measure",
            swiftSettings: testing),
        // Manual pages out of the program's own description of its arguments; not shipped.
        .executableTarget(name: "qosctl-man", path: "Tools/ManPages", swiftSettings: testing),
        .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: testing),
        // Plans run as the kernel would run them, and policies and packets to try them with; not shipped.
        .target(
            name: "PlanTesting", dependencies: ["SeededRandom", "QoSCompiler", "NetlinkModel"],
            path: "Tests/PlanTesting", swiftSettings: testing),
        .executableTarget(
            name: "qosctl-graph-test", dependencies: ["PlanTesting", "SeededRandom", "QoSCompiler"],
            path: "Tools/GraphTest", swiftSettings: testing),
        .target(
            name: "RandomPolicies", dependencies: ["QoSCompiler", "NetlinkModel"], path: "Tests/RandomPolicies",
            swiftSettings: testing),
        // Policies in force in a laboratory, and what their packets look like on the far side; not shipped.
        .target(
            name: "PolicyTesting", dependencies: ["NetworkLab", "SeededRandom", "QoSDriver", "QoSCompiler"],
            path: "Tests/PolicyTesting", swiftSettings: testing),
        .testTarget(
            name: "KernelTests",
            dependencies: [
                "NetworkLab", "PolicyTesting", "RandomPolicies", "SeededRandom", "QoSDriver", "QoSVerifier",
                "QoSCompiler", "NetlinkKit",
                "NetlinkModel", "qosctl",
            ],
            swiftSettings: testing),
        .testTarget(
            name: "QoSCompilerTests",
            dependencies: ["PlanTesting", "SeededRandom", "QoSVerifier", "QoSCompiler", "NetlinkModel"],
            swiftSettings: testing),
        .testTarget(
            name: "QoSDriverTests",
            dependencies: [
                "RandomPolicies", "SeededRandom", "QoSDriver", "QoSVerifier", "QoSCompiler", "NetlinkModel",
            ],
            swiftSettings: testing),
        .testTarget(
            name: "QosctlTests", dependencies: ["qosctl", "QoSDriver", "QoSCompiler", "NetlinkModel"],
            swiftSettings: testing),
        // Only in the virtual machine of scripts/vm, whose kernel has VLAN devices and every filter of tc.
        .testTarget(
            name: "VMTests",
            dependencies: [
                "NetworkLab", "PolicyTesting", "RandomPolicies", "SeededRandom", "QoSDriver", "QoSCompiler",
                "NetlinkKit", "NetlinkModel", "qosctl",
            ],
            swiftSettings: testing),
        .testTarget(name: "NetworkLabTests", dependencies: ["NetworkLab", "SeededRandom"], swiftSettings: testing),
        .testTarget(
            name: "NetlinkKitTests", dependencies: ["SeededRandom", "NetlinkKit", "NetlinkModel"],
            path: "Tests/NetlinkKitTests",
            swiftSettings: testing
        ),
    ]
)
