using Xunit;

namespace UpdateService.Testing;

/// <summary>A test of permissions, which do not bind the superuser; there it is skipped and says so.</summary>
public sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute() => Skip = Environment.IsPrivilegedProcess ? "The superuser may read everything; run as another user." : null;
}
