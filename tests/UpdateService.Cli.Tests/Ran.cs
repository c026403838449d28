using System.Text;

namespace UpdateService.Cli.Tests;

/// <summary>A call of the tool that has ended.</summary>
/// <param name="Status">The exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record Ran(int Status, string Output, string Errors)
{
    /// <summary>Calls the tool.</summary>
    public static Task<Ran> WithAsync(params string[] arguments) => WithAsync(static around => around, arguments);

    /// <summary>Calls the tool on graph-data.</summary>
    public static Task<Ran> OnAsync(GraphDataDirectory data, params string[] arguments) => WithAsync(around => around with { ShippedData = data.Path }, arguments);

    /// <summary>Calls the tool in other surroundings.</summary>
    public static async Task<Ran> WithAsync(Func<Surroundings, Surroundings> change, params string[] arguments)
    {
        using var output = new MemoryStream();
        await using var errors = new StringWriter { NewLine = "\n" };
        var around = change(new Surroundings { Input = Stream.Null, Output = output, Errors = errors });
        var status = await Tool.RunAsync(arguments, around, CancellationToken.None);
        return new Ran(status, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }

    /// <summary>The error of a call that must have failed so.</summary>
    public string Fails(int status)
    {
        Assert.True(Status == status && Output.Length == 0, $"It ended with {Status}: {Errors}{Output}");
        return Errors.TrimEnd('\n');
    }

    /// <summary>The output of a call that must have ended so, without an error.</summary>
    public string Gives(int status = ExitStatus.Fine)
    {
        Assert.True(Status == status && Errors.Length == 0, $"It ended with {Status}: {Errors}{Output}");
        return Output;
    }
}
