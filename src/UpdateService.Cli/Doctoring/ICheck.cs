namespace UpdateService.Cli.Doctoring;

/// <summary>One thing that can be looked at.</summary>
internal interface ICheck
{
    /// <summary>Its name: a word or two.</summary>
    string Name { get; }

    /// <summary>Looks. A <see cref="Registry.Protocol.RegistryException"/>, a <see cref="CommandException"/> or trouble with a file is a finding too.</summary>
    Task<Finding> MakeAsync(CancellationToken cancellationToken);
}
