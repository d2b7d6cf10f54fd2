Console.WriteLine("asyndgan");
return 0;
